import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka } from '@tq/platform/kafka';
import { brokerJars, checkJava, hasBrokerJars } from './broker-jars';
import { exists } from './exists';
import { anyFreePort, answers } from './ports';
import { projectRoot } from './project-root';
import { runToEnd, startProcess, untilReady, type Running } from './running';

export interface Broker extends Running {
  /** `127.0.0.1:<port>`, as kafkajs's `brokers` and `KAFKA_BROKERS` take it. */
  readonly address: string;
}

export interface BrokerOptions {
  /** Its data and its configuration; the same folder again goes on from the same log. */
  readonly dir: string;
  readonly port: number;
  readonly logFile?: string;
  /** Called as soon as there is a process, before it is ready. */
  readonly spawned?: (running: Running) => void;
}

/**
 * One node that is broker and controller. Its log is on this disk alone, hence every replication factor is 1.
 * The short session lets a broker that was killed come back at once: the controller waits for the old one's to end.
 */
const propertiesOf = ({ dir, port }: BrokerOptions, controllerPort: number): string => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${join(dir, 'log')}
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=8
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=400
broker.session.timeout.ms=2000
log.cleaner.dedupe.buffer.size=16777216
`;

/** Whether a broker answers there that has a controller, and so takes topics. @param wanted of this cluster only */
export async function brokerAnswers(address: string, wanted?: string): Promise<boolean> {
  const admin = createKafka({
    brokers: [address],
    clientId: 'starter',
    connectionTimeoutMs: 1_000,
    retries: 0,
  }).admin();
  try {
    await admin.connect();
    const { controller, clusterId } = await admin.describeCluster();
    return controller !== null && (wanted === undefined || clusterId === wanted);
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Never with a dash in front, as one in 64 would have: the tool would take it for an option. */
const newClusterId = (): string =>
  `T${Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url').slice(1)}`;

/** The cluster whose log is in the folder; undefined where it was never formatted. */
async function clusterIdIn(dir: string): Promise<string | undefined> {
  const meta = await readFile(join(dir, 'log/meta.properties'), 'utf8').catch(() => '');
  return /^cluster\.id=(.+)$/m.exec(meta)?.[1]?.trim();
}

const classArchive = (jars: string): string => join(jars, 'classes.jsa');

/** Whether {@link prepareBroker} has nothing left to do. */
export async function isBrokerPrepared(): Promise<boolean> {
  const jars = await hasBrokerJars();
  return jars && (await exists(classArchive(await brokerJars())));
}

/**
 * Gets the broker's jars, and lets a broker run once for its archive of classes: with it the JVM need not read and check
 * them again, and every start, also after a kill, takes two thirds of the time. A JVM that cannot use it does without.
 * @returns the folder of the jars
 * @throws SetupError when Java or Maven is missing
 */
export async function prepareBroker(): Promise<string> {
  await checkJava();
  const jars = await brokerJars();
  if (await exists(classArchive(jars))) return jars;
  const dir = await mkdtemp(join(tmpdir(), 'tq-broker-'));
  const making = `${classArchive(jars)}.${process.pid}`;
  try {
    const broker = await run({ dir, port: await anyFreePort() }, jars, [`-XX:ArchiveClassesAtExit=${making}`]);
    await broker.stop(60_000);
    await rename(making, classArchive(jars));
  } catch {
    // A JVM that makes none: not to be tried at every start.
    await writeFile(classArchive(jars), '');
  } finally {
    await rm(dir, { recursive: true, force: true });
    await rm(making, { force: true });
  }
  return jars;
}

/**
 * A real Kafka broker (KRaft, one node) on 127.0.0.1, ready for clients when this resolves. About 4 s the first time.
 * @throws SetupError when Java or Maven is missing; Error when it does not come up.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const jars = await prepareBroker();
  return run(options, jars, [`-XX:SharedArchiveFile=${classArchive(jars)}`]);
}

async function run(options: BrokerOptions, jars: string, archive: readonly string[]): Promise<Broker> {
  await mkdir(options.dir, { recursive: true });
  const properties = join(options.dir, 'server.properties');
  await writeFile(properties, propertiesOf(options, await anyFreePort()));
  const java = (...args: string[]) => [
    '-cp',
    join(jars, '*'),
    `-Dlog4j2.configurationFile=${join(projectRoot(), 'deploy/kafka/log4j2.properties')}`,
    ...args,
  ];
  const known = await clusterIdIn(options.dir);
  const clusterId = known ?? newClusterId();
  if (known === undefined)
    await runToEnd(
      'java',
      java(
        '-XX:TieredStopAtLevel=1',
        'kafka.tools.StorageTool',
        'format',
        '--cluster-id',
        clusterId,
        '--config',
        properties,
      ),
    );
  const running = startProcess({
    command: 'java',
    args: java(
      '-Xmx512m',
      '-Xms128m',
      '-XX:+UseG1GC',
      '-XX:MaxGCPauseMillis=20',
      '-Djava.awt.headless=true',
      ...archive,
      'kafka.Kafka',
      properties,
    ),
    cwd: options.dir,
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  });
  options.spawned?.(running);
  const address = `127.0.0.1:${options.port}`;
  try {
    await untilReady(
      running,
      // Somebody else's broker may have taken the port since it was chosen: ours then ends, and says why.
      async () => (await answers(options.port)) && (await brokerAnswers(address, clusterId)),
      'The broker',
    );
  } catch (error) {
    await running.stop(2_000);
    throw error;
  }
  return { ...running, address };
}
