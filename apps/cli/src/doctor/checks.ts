import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { EventStoreDbEventStore } from '@tq/platform/event-store';
import { answers, checkJava, checkMaven, commandOf, hasBrokerJars, SetupError } from '@tq/platform/local';
import type { Settings } from '@tq/platform/settings';
import { choosePorts, type Ports } from '../start/choose-ports';
import { checkSpace, freeSpace, readHome } from '../start/home';
import { embedsOf, portsChosen, portsNeeded } from '../start/installation';
import { services } from '../start/launches';
import { holderOf } from '../start/lock';

/** One thing that must hold: its name, and what is well about it. @throws SetupError with the command that mends it */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<string>;
}

interface Addresses {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly ports: Ports;
}

const elsewhere = 'start that server, or unset KAFKA_BROKERS or DATABASE_URL to use the embedded one';

/** What must be there before a start. */
export function beforeStart(settings: Settings): Check[] {
  const embeds = embedsOf(process.env);
  const home = settings.TQ_HOME;
  return [
    { name: 'Node', run: () => Promise.resolve(process.version) },
    ...(embeds.broker
      ? [
          { name: 'Java', run: async () => (await checkJava(), '17 or newer') },
          {
            name: 'Broker',
            run: async () =>
              (await hasBrokerJars()) ? 'jars are here' : (await checkMaven(), 'Maven will bring its jars'),
          },
        ]
      : [{ name: 'Broker', run: () => reachable(settings.KAFKA_BROKERS[0] ?? '', elsewhere) }]),
    ...(embeds.postgres ? [] : [{ name: 'Database', run: () => connects(settings.DATABASE_URL, elsewhere) }]),
    ...(settings.EVENTSTORE_URL === undefined
      ? []
      : [{ name: 'Event store', run: () => keepsDecisions(settings.EVENTSTORE_URL as string) }]),
    { name: 'Data', run: async () => describeHome(home, await readHome(home)) },
    { name: 'Disk', run: () => enoughDisk(home) },
  ];
}

/** The ports, where nothing runs yet. */
export function portsCheck(settings: Settings): Check {
  const embeds = embedsOf(process.env);
  return {
    name: 'Ports',
    run: async () => {
      const ports = await choosePorts(portsNeeded(embeds), portsChosen(process.env, settings));
      return `free: ${portsNeeded(embeds)
        .map((variable) => ports[variable])
        .join(', ')}`;
    },
  };
}

/** What must be well while it runs. */
export async function whileRunning(home: string): Promise<Check[]> {
  const read = async <T>(file: string) =>
    JSON.parse(await readFile(join(home, file), 'utf8').catch(() => '{}')) as Partial<T>;
  const { ports, kafkaBrokers, databaseUrl } = await read<Addresses>('addresses.json');
  const pids = await read<Record<string, number>>('processes.json');
  const logs = (name: string) => `tail -n 20 ${join(home, 'logs', `${name}.log`)}`;
  return [
    ...Object.entries(pids).map(([name, pid]) => ({
      name: `Process ${name}`,
      run: async () => {
        if (pid === undefined || commandOf(pid) === undefined)
          throw new SetupError(`${name} is not running.`, logs(name));
        return Promise.resolve(`runs as ${pid}`);
      },
    })),
    { name: 'Kafka answers', run: () => reachable(kafkaBrokers ?? '', logs('broker')) },
    { name: 'Postgres answers', run: () => connects(databaseUrl ?? '', logs('postgres')) },
    ...Object.entries(services).map(([name, variable]) => ({
      name: `Health of ${name}`,
      run: () => healthy(name, ports?.[variable] ?? 0, logs(name)),
    })),
  ];
}

async function healthy(name: string, port: number, mend: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  if (!answer) throw new SetupError(`${name} does not answer on port ${port}.`, mend);
  if (!answer.ok) throw new SetupError(`${name} is not ready: ${(await answer.text()).slice(0, 300)}`, mend);
  return `ready on port ${port}`;
}

async function reachable(address: string, mend: string): Promise<string> {
  const [host = '', port = '9092'] = address.split(',')[0]?.split(':') ?? [];
  if (await answers(Number(port), host)) return address;
  throw new SetupError(`No broker answers at ${address} (KAFKA_BROKERS).`, mend);
}

async function connects(url: string, mend: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  const { host, port } = client;
  try {
    await client.connect();
    await client.query('SELECT 1');
    return `${host}:${port}`;
  } catch (error) {
    throw new SetupError(`No database answers at ${host}:${port} (DATABASE_URL): ${(error as Error).message}`, mend);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function keepsDecisions(url: string): Promise<string> {
  const store = new EventStoreDbEventStore(url);
  const trouble = await store.trouble();
  await store.close();
  if (trouble === null) return 'EventStoreDB answers';
  throw new SetupError(`${trouble} (EVENTSTORE_URL)`, 'start that server, or unset EVENTSTORE_URL: decisions are kept in Postgres then'); // prettier-ignore
}

function describeHome(dir: string, record: Awaited<ReturnType<typeof readHome>>): string {
  return record
    ? `${dir}, began ${record.began === 'demo' ? 'with the demo' : 'empty'}`
    : `${dir}, made by the first start`;
}

async function enoughDisk(home: string): Promise<string> {
  const dir = await stat(home).then(
    () => home,
    () => process.cwd(),
  );
  await checkSpace(dir, 5e8);
  return `${((await freeSpace(dir)) / 1e9).toFixed(0)} GB free`;
}

/** The pid of the start that runs from this home, if any. */
export const runningFrom = holderOf;
