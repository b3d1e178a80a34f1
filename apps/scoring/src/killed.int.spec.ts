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
import { longLog } from './fold-backlog';

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
  const messages = awkwardMessages();
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
  scoring.child.kill('SIGSTOP');
  const successor = await startScoring();
  await pause(2000);
  scoring.child.kill('SIGCONT');
  await untilShown();
  await killed(successor);
  await killed(scoring);

  await expectWhatTheOracleSays();
}, 240_000);

it('folds a long log once at a first start, whoever is killed or sleeps meanwhile', async () => {
  await pool.end();
  databaseUrl = await freshDatabase();
  pool = createPool(databaseUrl, { name: 'killer' });
  const messages = awkwardMessages();
  // Doubles change nothing, and make it long.
  for (let length = 0; length < longLog; length += messages.length) await producer.send({ topic, acks: -1, messages });

  const scorers = [await spawnScoring(), await spawnScoring()];
  for (let i = 0; i < 5; i++) {
    for (let tries = 0; tries < 200 && !(await isBeingFoldedAtOnce()); tries++) await pause(100);
    expect(await isBeingFoldedAtOnce()).toBe(true);
    await pause(150 * i);
    await killed(scorers.shift() as Scoring);
    scorers.push(await spawnScoring());
  }
  // Whoever of them is at it sleeps until it is taken for gone.
  for (const { child } of scorers) child.kill('SIGSTOP');
  await pause(20_000);
  scorers.push(await spawnScoring());
  await pause(3000);
  for (const { child } of scorers) child.kill('SIGCONT');
  for (const scorer of scorers) await untilReady(scorer);
  await untilShown();
  for (const scorer of scorers) await killed(scorer);

  expect(await isBeingFoldedAtOnce()).toBe(false);
  await expectWhatTheOracleSays();
  const { rows } = await pool.query<Record<string, number>>(`
    SELECT (SELECT count(*) FROM p1.dead_letter) AS letters,
           (SELECT count(*) FROM tq.outbox WHERE topic = '${topics.deadLetters.name}') AS forwarded,
           (SELECT count(*) FROM p1.session WHERE state <> 'open' AND received_at - closed_at <= 86400000) AS news,
           (SELECT count(*) FROM tq.announcement) AS announced,
           (SELECT count(*) FROM pg_indexes WHERE schemaname = 'p1' AND tablename IN ('fact', 'session', 'tutor_day', 'tutor_day_learned')) AS indexes`);
  expect(rows[0]?.['letters']).toBeGreaterThan(0);
  expect(rows[0]?.['news']).toBeGreaterThan(0);
  expect(rows[0]).toMatchObject({ forwarded: rows[0]?.['letters'], announced: rows[0]?.['news'], indexes: 10 });
}, 300_000);

function awkwardMessages(): Message[] {
  const until = dayText(dayOf(Date.now(), timeZone));
  const { documents, junk } = awkwardHistory({ seed, until, tutors: 60, sessions: 60 });
  const messages: Message[] = documents.map((document) => ({
    key: document.subject,
    value: JSON.stringify(document),
    partition: partitionOf(document.subject, topics.sessionEvents.partitions),
  }));
  junk.forEach((value, i) => messages.splice(i * 50, 0, { key: 'junk', value: value && Buffer.from(value) }));
  return messages;
}

async function expectWhatTheOracleSays(): Promise<void> {
  const items = oracle({ log: await wholeLog(kafka, topic), timeZone });
  const cards = (await loadReadings(pool, 'p1'))?.cards ?? [];
  const shown = cards.flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard]));
  expect(shown.length).toBeGreaterThan(0);
  expect(differences(shown, items.asOf(dayText(dayOf(Date.now(), timeZone))))).toEqual([]);
}

async function isBeingFoldedAtOnce(): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>(`SELECT to_regclass('p1.bulk_rebuild') IS NOT NULL AS is`);
  return rows[0]?.is === true;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Scoring {
  readonly child: ChildProcess;
  readonly port: number;
}

async function startScoring(): Promise<Scoring> {
  const scoring = await spawnScoring();
  await untilReady(scoring);
  return scoring;
}

async function spawnScoring(): Promise<Scoring> {
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
  return { child, port };
}

async function untilReady({ child, port }: Scoring): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('Scoring does not become ready.');
}

async function killed({ child }: Scoring): Promise<void> {
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
