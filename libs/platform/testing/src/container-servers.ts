import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { anyFreePort, brokerAnswers } from '@tq/platform/local';
import { type TestServers } from './test-servers';

/** The same images as docker-compose.yml. */
const kafkaImage = 'apache/kafka:4.1.1';
const postgresImage = 'postgres:18';

/** Asking an engine that is not there takes testcontainers seconds: look for its door first. */
const mayHaveDocker = () => process.env.DOCKER_HOST !== undefined || existsSync('/var/run/docker.sock');

async function kafkaContainer(): Promise<{ brokers: string; stop(): Promise<void> }> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const port = await anyFreePort(); // a broker tells its clients its address, so it must know the port outside
  const container = await new GenericContainer(kafkaImage)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(120_000)
    .start();
  const address = `${container.getHost().replace('localhost', '127.0.0.1')}:${port}`;
  for (const limit = performance.now() + 60_000; !(await brokerAnswers(address)) && performance.now() < limit;)
    await wait(200);
  return { brokers: address, stop: async () => void (await container.stop()) };
}

async function postgresContainer(): Promise<{ url: string; stop(): Promise<void> }> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(postgresImage)
    .withDatabase('tutor_quality')
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'max_connections=200'])
    .withStartupTimeout(120_000)
    .start();
  return { url: container.getConnectionUri(), stop: async () => void (await container.stop()) };
}

/** A broker and a Postgres in containers, or undefined where no Docker engine answers. @throws when an image cannot be had. */
export async function containerServers(): Promise<TestServers | undefined> {
  if (!mayHaveDocker()) return undefined;
  // The reaper is one more image to fetch; we end what we started ourselves.
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  const [kafka, postgres] = await Promise.allSettled([kafkaContainer(), postgresContainer()]);
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    for (const server of [kafka, postgres]) if (server.status === 'fulfilled') await server.value.stop();
    throw kafka.status === 'rejected' ? kafka.reason : (postgres as PromiseRejectedResult).reason;
  }
  return {
    brokers: kafka.value.brokers,
    databaseUrl: postgres.value.url,
    road: 'containers',
    stop: async () => void (await Promise.all([kafka.value.stop(), postgres.value.stop()])),
  };
}
