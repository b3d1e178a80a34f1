import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { topics } from '@tq/events';
import { createKafka, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, projectRoot, startBroker, startProcess, type Broker, type Running } from '@tq/platform/local';
import { awkwardHistory, differences, oracle, type ShownItem } from '@tq/platform/oracle';
import { freshDatabase, wholeLog } from '@tq/platform/testing';

// The services as they are shipped, each a process of its own, on a log that nobody else writes on.
const timeZone = 'Asia/Kathmandu';
const seed = Number(process.env['TEST_SEED'] ?? 4);
const keys = { ingest: 'key-of-the-producer', api: 'token-of-the-reader' };
const day = 86_400_000;

let home: string;
let broker: Broker;
const services: Running[] = [];
const ports = { ingestion: 0, scoring: 0, gateway: 0 };

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tq-system-'));
  const names = Object.keys(ports) as (keyof typeof ports)[];
  await promisify(execFile)(process.execPath, ['tools/build.mjs', ...names], { cwd: projectRoot() });
  broker = await startBroker({
    dir: join(home, 'kafka'),
    port: await anyFreePort(),
    logFile: join(home, 'broker.log'),
  });
  for (const name of names) ports[name] = await anyFreePort();
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    KAFKA_BROKERS: broker.address,
    DATABASE_URL: await freshDatabase(),
    PLATFORM_TIME_ZONE: timeZone,
    INGEST_API_KEYS: keys.ingest,
    GATEWAY_API_TOKENS: keys.api,
    TQ_HOME: home,
    INGESTION_PORT: String(ports.ingestion),
    SCORING_PORT: String(ports.scoring),
    GATEWAY_PORT: String(ports.gateway),
  };
  // Scoring first: it makes topics and tables.
  for (const name of ['scoring', 'ingestion', 'gateway'] as const) {
    const main = join(projectRoot(), 'dist/apps', name, 'main.js');
    services.push(startProcess({ command: process.execPath, args: [main], env, logFile: join(home, `${name}.log`) }));
    await until(`${name} is ready`, async () => (await fetch(`http://127.0.0.1:${ports[name]}/health/ready`)).ok);
  }
}, 180_000);

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop(5000)));
  await broker?.stop(2000);
  await rm(home, { recursive: true, force: true });
});

it.each([1, 2, 3])(
  'answers for every tutor and past day as the oracle does: delivery %i',
  async (delivery) => {
    const today = Math.floor((Date.now() + offset(timeZone)) / day);
    const text = (date: number) => new Date(date * day).toISOString().slice(0, 10);
    const history = awkwardHistory({ seed: seed + delivery, until: text(today), tutors: 40, sessions: 16 });
    const half = Math.floor(history.documents.length / 2);
    await sendByHttp(history.documents.slice(0, half));
    await sendByKafka(history.documents.slice(half), history.junk);
    await until('the readings hold the log', async () => {
      const { freshness } = await answer<{ freshness: { lagRecords: number } }>('/api/overview');
      return freshness.lagRecords === 0;
    });

    const kafka = createKafka({ brokers: [broker.address], clientId: 'oracle' });
    const items = oracle({ log: await wholeLog(kafka, topics.sessionEvents.name), timeZone });
    expect(differences(await tutors(''), items.asOf(text(today)))).toEqual([]);
    // The same days each time: what was worked out for them before must not be answered again.
    for (const daysAgo of [0, 1, 7, 30, 95]) {
      const asOf = text(today - daysAgo);
      expect(differences(await tutors(`asOf=${asOf}`), items.asOf(asOf))).toEqual([]);
    }
  },
  240_000,
);

/** All pages, in the default order. */
async function tutors(query: string): Promise<ShownItem[]> {
  const all: ShownItem[] = [];
  let cursor: string | null = null;
  do {
    const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: ShownItem[]; nextCursor: string | null } = await answer(
      `/api/tutors?limit=17&${query}${after}`,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

async function answer<T>(path: string): Promise<T> {
  const headers = { authorization: `Bearer ${keys.api}` };
  const response = await fetch(`http://127.0.0.1:${ports.gateway}${path}`, { headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function sendByHttp(documents: readonly object[]): Promise<void> {
  for (let i = 0; i < documents.length; i += 200) {
    const response = await fetch(`http://127.0.0.1:${ports.ingestion}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.ingest}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(documents.slice(i, i + 200)),
    });
    expect([response.status, await response.text()]).toEqual([202, expect.any(String)]);
  }
}

async function sendByKafka(
  documents: readonly { subject: string }[],
  junk: readonly (Uint8Array | null)[],
): Promise<void> {
  const producer = createKafka({ brokers: [broker.address], clientId: 'foreign' }).producer({ idempotent: false });
  await producer.connect();
  const { name: topic, partitions } = topics.sessionEvents;
  const messages = [
    ...junk.map((value) => ({ key: 'junk', value: value && Buffer.from(value), partition: 3 })),
    ...documents.map((document, i) => ({
      key: document.subject,
      value: JSON.stringify(document),
      partition: i % 9 === 0 ? i % partitions : partitionOf(document.subject, partitions),
    })),
  ];
  await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

/** What clocks of a zone without summer time are ahead of UTC, in milliseconds. */
function offset(zone: string): number {
  const now = new Date();
  return Date.parse(`${now.toLocaleString('sv', { timeZone: zone })}Z`) - Math.floor(now.getTime() / 1000) * 1000;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await new Promise((r) => setTimeout(r, 100)))
    if (await isSo().catch(() => false)) return;
  const logs = await Promise.all(
    ['scoring', 'ingestion', 'gateway'].map((name) => readFile(join(home, `${name}.log`), 'utf8').catch(() => '')),
  );
  throw new Error(`Waited in vain until ${what}.\n${logs.map((log) => log.slice(-2000)).join('\n')}`);
}
