import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { recommendationFor } from '@tq/coaching/core';
import { topics, type ScoreCard, type TutorDecision } from '@tq/events';
import { createKafka, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import { awkwardHistory, differences, oracle } from '@tq/platform/oracle';
import { activeProjection, createPool, type Pool, type Projection } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import { endsOf, freshDatabase, wholeLog } from '@tq/platform/testing';
import { cardsAsOf, cardsKnown, loadReadings } from '@tq/scores/server';
import { dayOf, dayText, type Day } from '@tq/sessions/core';
import type { Kafka, Message, Producer } from 'kafkajs';
import { makeParts, type Parts } from './parts';

// A broker of its own: the prior rests on every tutor of the log, so nobody else may write on it.
const timeZone = 'America/St_Johns';
const seed = Number(process.env['TEST_SEED'] ?? 20260302);
const partitions = topics.sessionEvents.partitions;
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
/** Epoch milliseconds: before the first delivery, and after each. */
const moments = [Date.now()];

it.each([1, 2, 3])(
  'shows every tutor as the oracle does, today and on past days: delivery %i',
  async (delivery) => {
    // Deliveries after the first amend what was folded before: the tutors, sources and ids are the same ones.
    const history = awkwardHistory({ seed: seed + delivery, until: dayText(today()), tutors: 50, sessions: 20 });
    await send(history.documents.map(placed), history.junk);
    await decide(history.decisions);
    await untilFolded();

    const log = await wholeLog(kafka, topics.sessionEvents.name);
    const items = oracle({ log, decisions: decided, timeZone });
    const readings = await loadReadings(pool, projection.schema);
    const shown = readings?.cards.flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard])) ?? [];
    expect(differences(shown, items.asOf(dayText(today())))).toEqual([]);
    const request = { now: Date.now(), recommend: recommendationFor };
    for (const daysAgo of [0, 1, 5, 29, 30, 89, 100, 400]) {
      const asOf = today() - daysAgo;
      // All at once, and some at a time.
      const mostAtOnce = daysAgo % 2 === 0 ? undefined : 7;
      const cards = await Array.fromAsync(cardsAsOf(pool, projection, { ...request, asOf, mostAtOnce }));
      expect(differences(cards.flat(), items.asOf(dayText(asOf)))).toEqual([]);
    }
    const logged = (await wholeLog(kafka, topics.coachingEvents.name)).map(({ value, timestamp }) => ({
      ...(JSON.parse(String(value)) as TutorDecision),
      loggedAt: timestamp,
    }));
    moments.push(Date.now());
    for (const knownAt of moments) {
      const known = oracle({ log, decisions: logged, timeZone, knownAt });
      for (const asOf of [today(), today() - 30]) {
        const mostAtOnce = asOf === today() ? 7 : undefined;
        const cards = await Array.fromAsync(cardsKnown(pool, projection, { ...request, asOf, knownAt, mostAtOnce }));
        expect(differences(cards.flat(), known.asOf(dayText(asOf)))).toEqual([]);
      }
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
  const wanted = [topics.sessionEvents.name, topics.coachingEvents.name];
  const ends = await Promise.all(wanted.map(async (topic) => ({ topic, ends: await endsOf(kafka, topic) })));
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await new Promise((r) => setTimeout(r, 100))) {
    const offsets = (await loadReadings(pool, projection.schema))?.offsets ?? [];
    const held = new Map(offsets.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]));
    const isHeld = ({ topic, ends }: { topic: string; ends: ReadonlyMap<number, number> }): boolean =>
      [...ends].every(([partition, end]) => (held.get(`${topic}/${partition}`) ?? 0) >= end);
    if (ends.every(isHeld)) return;
  }
  throw new Error('The cards did not come to hold the log.');
}
