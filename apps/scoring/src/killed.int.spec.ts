import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics, type ScoreCard } from '@tq/events';
import { createKafka, ensureTopics, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import { awkwardHistory, differences, oracle } from '@tq/platform/oracle';
import { createPool, type Pool } from '@tq/platform/postgres';
import { endsOf, freshDatabase, wholeLog } from '@tq/platform/testing';
import { loadReadings } from '@tq/scores/server';
import { dayOf, dayText } from '@tq/sessions/core';
import type { Kafka, Message, Producer } from 'kafkajs';

const timeZone = 'Asia/Kathmandu';
const seed = Number(process.env['TEST_SEED'] ?? 20261124);
const topic = topics.sessionEvents.name;
const main = 'dist/apps/scoring/main.js';

let home: string;
let broker: Broker;
let kafka: Kafka;
let producer: Producer;
let pool: Pool;
let databaseUrl: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  if (!existsSync(main)) execFileSync(process.execPath, ['tools/build.mjs', 'scoring']);
  home = await mkdtemp(join(tmpdir(), 'tq-killed-'));
  const port = await anyFreePort();
  broker = await startBroker({ dir: join(home, 'kafka'), port, logFile: join(home, 'broker.log') });
  databaseUrl = await freshDatabase();
  kafka = createKafka({ brokers: [broker.address], clientId: 'killer' });
  await ensureTopics(kafka, Object.values(topics));
  producer = kafka.producer({ idempotent: false });
  await producer.connect();
  pool = createPool(databaseUrl, { name: 'killer' });
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await producer?.disconnect();
  await pool?.end();
  await broker?.stop(2000);
  await rm(home, { recursive: true, force: true });
});

it('is right after any number of kills and a zombie, in the middle of the load', async () => {
  const until = dayText(dayOf(Date.now(), timeZone));
  const { documents, junk } = awkwardHistory({ seed, until, tutors: 60, sessions: 60 });
  const messages: Message[] = documents.map((document) => ({
    key: document.subject,
    value: JSON.stringify(document),
    partition: partitionOf(document.subject, topics.sessionEvents.partitions),
  }));
  junk.forEach((value, i) => messages.splice(i * 50, 0, { key: 'junk', value: value && Buffer.from(value) }));

  let scoring = await startScoring();
  const pieces = 24;
  const size = Math.ceil(messages.length / pieces);
  for (let i = 0; i < pieces; i++) {
    await producer.send({ topic, acks: -1, messages: messages.slice(i * size, (i + 1) * size) });
    if (i % 4 === 1) {
      // At another moment of the fold each time.
      await pause((i * 37) % 150);
      await killed(scoring);
      scoring = await startScoring();
    }
  }
  // A zombie: it sleeps through its own replacement, and wakes with a batch in hand.
  await producer.send({ topic, acks: -1, messages: messages.slice(0, 500) });
  scoring.kill('SIGSTOP');
  const successor = await startScoring();
  await pause(2000);
  scoring.kill('SIGCONT');
  await untilShown();
  await killed(successor);
  await killed(scoring);

  const items = oracle({ log: await wholeLog(kafka, topic), timeZone });
  const cards = (await loadReadings(pool, 'p1'))?.cards ?? [];
  const shown = cards.flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard]));
  expect(shown.length).toBeGreaterThan(0);
  expect(differences(shown, items.asOf(dayText(dayOf(Date.now(), timeZone))))).toEqual([]);
}, 240_000);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function startScoring(): Promise<ChildProcess> {
  const port = await anyFreePort();
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: broker.address,
      DATABASE_URL: databaseUrl,
      PLATFORM_TIME_ZONE: timeZone,
      SCORING_PORT: String(port),
      TQ_HOME: home,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return child;
    await pause(100);
  }
  throw new Error('Scoring does not become ready.');
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await end;
}

async function untilShown(): Promise<void> {
  const ends = await endsOf(kafka, topic);
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await pause(200)) {
    const offsets = (await loadReadings(pool, 'p1'))?.offsets ?? [];
    if ([...ends].every(([partition, end]) => offsets.some((o) => o.topic === topic && o.partition === partition && o.next >= end))) return; // prettier-ignore
  }
  throw new Error('The cards did not come to hold the log.');
}
