import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { recommendationFor } from '@tq/coaching/core';
import { topics, type ScoreCard, type TutorDecision } from '@tq/events';
import { createKafka, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import { awkwardHistory, oracle, type LogRecord, type OracleItem } from '@tq/platform/oracle';
import { activeProjection, createPool, type Pool, type Projection } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import { freshDatabase } from '@tq/platform/testing';
import { cardsAsOf, loadReadings } from '@tq/scores/server';
import { dayOf, dayText, type Day } from '@tq/sessions/core';
import type { Kafka, Message, Producer } from 'kafkajs';
import { makeParts, type Parts } from './parts';

// A broker of its own: the prior rests on every tutor of the log, so nobody else may write on it.
const timeZone = 'America/St_Johns';
const seed = Number(process.env['TEST_SEED'] ?? 20260302);
const partitions = topics.sessionEvents.partitions;
const logged: LogRecord[] = [];
const decided: TutorDecision[] = [];

let home: string;
let broker: Broker;
let kafka: Kafka;
let producer: Producer;
let parts: Parts;
let pool: Pool;
let projection: Projection;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tq-oracle-'));
  broker = await startBroker({
    dir: join(home, 'kafka'),
    port: await anyFreePort(),
    logFile: join(home, 'broker.log'),
  });
  const url = await freshDatabase();
  const settings = readSettings({ KAFKA_BROKERS: broker.address, DATABASE_URL: url, PLATFORM_TIME_ZONE: timeZone });
  parts = await makeParts(
    settings,
    (level, message, details) => {
      if (level === 'error') process.stderr.write(`${message} ${JSON.stringify(details)}\n`);
    },
    (error) => process.stderr.write(`${error.message}\n`),
  );
  for (const { name } of [topics.sessionEvents, topics.coachingEvents])
    parts.batchServer.addHandler(
      name,
      (batch: Parameters<typeof parts.batchFold.fold>[0]) => parts.batchFold.fold(batch),
      true,
    );
  await promisify((done: (error?: unknown) => void) => void parts.batchServer.listen(done))();
  kafka = createKafka({ brokers: [broker.address], clientId: 'oracle' });
  producer = kafka.producer({ idempotent: false });
  await producer.connect();
  pool = createPool(url, { name: 'oracle' });
  projection = (await activeProjection(pool)) as Projection;
});

afterAll(async () => {
  await producer?.disconnect();
  await parts?.batchServer.close();
  await parts?.close();
  await pool?.end();
  await broker?.stop(2000);
  await rm(home, { recursive: true, force: true });
});

const today = (): Day => dayOf(Date.now(), timeZone);

it.each([1, 2, 3])(
  'shows every tutor as the oracle does, today and on past days: delivery %i',
  async (delivery) => {
    // Deliveries after the first amend what was folded before: the tutors, sources and ids are the same ones.
    const history = awkwardHistory({ seed: seed + delivery, until: dayText(today()), tutors: 50, sessions: 20 });
    await send(history.documents.map(placed), history.junk);
    await decide(history.decisions);
    await untilFolded();
    await readTheLog();

    const items = oracle({ log: logged, decisions: decided, timeZone });
    const readings = await loadReadings(pool, projection.schema);
    const shown = readings?.cards.flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard])) ?? [];
    compare(shown, items.asOf(dayText(today())));
    for (const daysAgo of [0, 1, 5, 29, 30, 89, 100, 400]) {
      const asOf = today() - daysAgo;
      const cards = await cardsAsOf(pool, projection, { asOf, now: Date.now(), recommend: recommendationFor });
      compare(cards, items.asOf(dayText(asOf)));
    }
  },
  180_000,
);

it('recommends something wherever a reading calls for it', async () => {
  const readings = (await loadReadings(pool, projection.schema))?.cards.flatMap(({ item }) =>
    item === null ? [] : (JSON.parse(item) as ScoreCard).readings,
  );
  const calling = readings?.filter(({ level }) => level === 'high' || level === 'watch') ?? [];
  expect(calling.length).toBeGreaterThan(0);
  for (const reading of calling) expect(reading.recommendation).toBe(recommendationFor(reading));
});

function compare(cards: readonly ScoreCard[], items: readonly OracleItem[]): void {
  const figures = cards.map(({ tutorId, name, riskLevel, needsYou, evidence, windows, departedAt }) => ({
    tutorId, name, riskLevel, needsYou, grade: evidence.grade, windows, departed: departedAt !== null,
  })); // prettier-ignore
  expect(figures).toEqual(items.map(({ evidence, ...item }) => ({ ...item, grade: evidence.grade })));
  cards.forEach(({ evidence }, i) => {
    const wanted = items[i]?.evidence.probability ?? null;
    if (wanted === null || evidence.probability === null) expect(evidence.probability).toBe(wanted);
    else expect(Math.abs(evidence.probability - wanted)).toBeLessThan(1e-6);
  });
}

/** Most documents where the contract puts them; some under another key or on another partition, which counts as well. */
function placed(document: { subject: string }, i: number): Message {
  const misplaced = i % 11 === 0;
  return {
    key: misplaced && i % 2 ? null : document.subject,
    value: JSON.stringify(document),
    partition: misplaced ? i % partitions : partitionOf(document.subject, partitions),
  };
}

async function send(messages: Message[], junk: readonly (Uint8Array | null)[]): Promise<void> {
  const all = [...messages];
  junk.forEach((value, i) =>
    all.splice((i * 37) % all.length, 0, {
      key: 'junk',
      value: value && Buffer.from(value),
      partition: i % partitions,
    }),
  );
  // In pieces, so that the fold meets the history in many transactions.
  for (let i = 0; i < all.length; i += 150)
    await producer.send({ topic: topics.sessionEvents.name, acks: -1, messages: all.slice(i, i + 150) });
}

async function decide(decisions: readonly TutorDecision[]): Promise<void> {
  const fresh = decisions.map((decision) => ({ ...decision, id: `${decision.id}-${decided.length}` }));
  decided.push(...fresh);
  const messages = fresh.map((decision) => ({ key: decision.subject, value: JSON.stringify(decision) }));
  await producer.send({ topic: topics.coachingEvents.name, acks: -1, messages });
}

async function untilFolded(): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await new Promise((r) => setTimeout(r, 100))) {
      const held = new Map(
        (await loadReadings(pool, projection.schema))?.offsets.map((o) => [`${o.topic}/${o.partition}`, o.next]),
      );
      const ends = await Promise.all(
        [topics.sessionEvents.name, topics.coachingEvents.name].map(async (topic) =>
          (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
            place: `${topic}/${partition}`,
            end: Number(high),
          })),
        ),
      );
      if (ends.flat().every(({ place, end }) => (held.get(place) ?? 0) >= end)) return;
    }
    throw new Error('The cards did not come to hold the log.');
  } finally {
    await admin.disconnect();
  }
}

/** The log as any other reader gets it, with the broker's own timestamps. */
async function readTheLog(): Promise<void> {
  logged.length = 0;
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topics.sessionEvents.name);
  await admin.disconnect();
  const total = ends.reduce((sum, { high }) => sum + Number(high), 0);
  const consumer = kafka.consumer({ groupId: `oracle-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: topics.sessionEvents.name, fromBeginning: true });
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: ({ partition, message }) => {
        logged.push({
          value: message.value,
          timestamp: Number(message.timestamp),
          partition,
          offset: Number(message.offset),
        });
        if (logged.length === total) resolve();
        return Promise.resolve();
      },
    });
  });
  await consumer.disconnect();
}
