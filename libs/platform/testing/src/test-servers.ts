import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort, startBroker, startPostgres } from '@tq/platform/local';
import { containerServers } from './container-servers';

export interface TestServers {
  /** As `KAFKA_BROKERS` takes it. */
  readonly brokers: string;
  /** Of a database that may be used, and beside which others may be made. */
  readonly databaseUrl: string;
  /** Which of the two roads it came by. */
  readonly road: 'containers' | 'embedded';
  stop(): Promise<void>;
}

async function embeddedServers(): Promise<TestServers> {
  const home = await mkdtemp(join(tmpdir(), 'tq-test-'));
  const [broker, postgres] = await Promise.all([
    startBroker({ dir: join(home, 'kafka'), port: await anyFreePort(), logFile: join(home, 'broker.log') }),
    startPostgres({
      dir: join(home, 'postgres'),
      port: await anyFreePort(),
      logFile: join(home, 'postgres.log'),
      isThrowaway: true,
    }),
  ]);
  return {
    brokers: broker.address,
    databaseUrl: postgres.url,
    road: 'embedded',
    async stop() {
      await Promise.all([broker.stop(2_000), postgres.stop(2_000)]);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/**
 * One real broker and one real Postgres: containers where a Docker engine answers and has or can get the images,
 * the embedded servers otherwise. `TEST_SERVERS=embedded` or `containers` chooses.
 */
export async function startTestServers(wanted = process.env.TEST_SERVERS): Promise<TestServers> {
  if (wanted === 'embedded') return embeddedServers();
  const containers = await containerServers().catch((error: unknown) => {
    if (wanted === 'containers') throw error;
    return undefined;
  });
  return containers ?? (await embeddedServers());
}
