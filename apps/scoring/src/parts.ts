import { readFile } from 'node:fs/promises';
import { recommendationFor } from '@tq/coaching/core';
import { topics } from '@tq/events';
import { openEventStore } from '@tq/platform/event-store';
import {
  BatchServer,
  createKafka,
  EndOffsets,
  ensureTopics,
  OutboxRelay,
  partitionCounts,
  type KafkaLog,
} from '@tq/platform/kafka';
import { activeProjection, createPool, listen, migrate, projectionChannel, type Pool } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { RebuildStore } from '@tq/replays/server';
import type { Kafka } from 'kafkajs';
import { cardSteps, CardRefresh, ensureRuleSets, RefreshLoop, ruleSetChannel } from '@tq/scores/server';
import { foldedTopics } from './craft';
import { foldBacklog } from './fold-backlog';
import {
  BadRecordAlarm,
  BatchFold,
  ensureOffsets,
  ensureProjection,
  expectSameLog,
  foldPositions,
  FoldState,
} from '@tq/sessions/server';

/** A line for the service's log. */
export type Log = (level: 'error' | 'warn' | 'info', message: string, details?: object) => void;

export type Parts = Awaited<ReturnType<typeof makeParts>>;

const foldConnections = 3;
/** What a fetch brings of so many is folded together. */
const partitionsAtOnce = 64;
/** So many records waiting are a backlog. */
const manyRecords = 2000;

/**
 * Everything of the scoring service, wired and ready to consume: tables made, topics there, offsets known.
 * @param onCrash the consumer has ended for good
 * @throws Error in one sentence where what is there does not fit (time zone, rule set, offsets)
 */
export async function makeParts(settings: Settings, log: Log, onCrash: (error: Error) => void, clock = Date.now) {
  const onPoolError = (error: Error): void => log('warn', 'a database connection broke', { err: error });
  const setup = createPool(settings.DATABASE_URL, { name: 'scoring sets up', max: 1, onError: onPoolError });
  const kafkaLog: KafkaLog = (level, message, details) => {
    if (level === 'error' || level === 'warn') log('warn', message, details);
  };
  const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'scoring', log: kafkaLog });

  const projection = await ensureProjection(setup, settings.PLATFORM_TIME_ZONE);
  await RebuildStore.ensure(setup);
  await migrate(setup, projection.schema, cardSteps);
  const eventStore = openEventStore(settings.EVENTSTORE_URL, setup);
  await ensureRuleSets(setup, await rulesFile(settings.RULES_FILE), clock(), eventStore);
  await eventStore.close();
  await setup.end();
  const { partitions, differences } = await ensureTopics(kafka, Object.values(topics));
  for (const difference of differences) log('warn', difference);

  const pool = (name: string, max: number, plans: Record<string, string>): Pool =>
    createPool(settings.DATABASE_URL, {
      name,
      max,
      // Whoever sleeps in the middle of a transaction holds up all others: the database ends it.
      settings: { search_path: projection.schema, jit: 'off', idle_in_transaction_session_timeout: '60s', ...plans },
      onError: onPoolError,
    });
  // The fold looks rows up by key, thousands at a time: a plan that reads a whole table is never right for it.
  // And whoever has its partitions once it is taken for dead waits for its locks.
  const foldPool = pool('scoring folds', foldConnections, {
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    idle_in_transaction_session_timeout: '15s',
  });
  const cardPool = pool('scoring', 4, {});
  const folded = new Map<string, number>(foldedTopics.map((name) => [name, partitions.get(name) ?? 0]));
  await ensureOffsets(foldPool, folded);
  await expectThatLog(kafka, foldPool);

  const state = new FoldState();
  const ending = new AbortController();
  let beginning: Promise<boolean> | undefined;
  const logEnds = new EndOffsets(kafka);
  const alarm = new BadRecordAlarm({
    pool: cardPool,
    offsetsSince: (timestamp) => logEnds.since(foldedTopics, timestamp),
    clock,
    onError: (error) => log('warn', 'nobody knows how many of the last records are bad', { err: error }),
  });
  const refresh = new CardRefresh({ pool: cardPool, projection, recommend: recommendationFor, clock });
  const relay = new OutboxRelay({
    pool: cardPool,
    schema: 'tq',
    kafka,
    clock,
    onError: (error) => log('warn', 'the outbox cannot be published', { err: error }),
  });
  const refreshLoop = new RefreshLoop({
    refresh,
    timeZone: projection.timeZone,
    clock,
    isBehind: () => state.waiting > manyRecords,
    isHeld: () => state.beginning !== null,
    onRefreshed: () => relay.trigger(),
    onError: (error) => log('error', 'the cards cannot be refreshed', { err: error }),
  });
  const batchFold = new BatchFold({
    pool: foldPool,
    timeZone: projection.timeZone,
    partitionsOf: (topic) => folded.get(topic) ?? 1,
    clock,
    onFolded: (read, records) => {
      state.folded(read, records);
      refreshLoop.trigger();
      alarm.hear(read.deadLetters.length);
    },
  });
  const batchServer = new BatchServer({
    kafka,
    groupId: `scoring-${projection.schema}`,
    concurrency: partitionsAtOnce,
    // Partitions may have been added: they get their rows before anything of them is read.
    positions: async () => {
      for (const [name, count] of await partitionCounts(kafka, foldedTopics)) folded.set(name, count);
      await ensureOffsets(foldPool, folded);
      return foldPositions(cardPool);
    },
    onCrash,
  });
  const replaced = Promise.withResolvers<string>();
  const lookForAnother = (): void =>
    void activeProjection(cardPool).then(
      (active) => active && active.schema !== projection.schema && replaced.resolve(active.schema),
      () => undefined, // Whoever connects again looks again.
    );
  const news = listen({
    url: settings.DATABASE_URL,
    name: 'scoring',
    channels: [ruleSetChannel, projectionChannel],
    onNotify: (channel) => (channel === projectionChannel ? lookForAnother() : refreshLoop.trigger()),
    onConnect: () => {
      refreshLoop.trigger();
      lookForAnother();
    },
  });

  return {
    state,
    batchFold,
    batchServer,
    refreshLoop,
    relay,
    /** To be begun before anything is asked of the service, and awaited before batches are consumed. @returns false where everything was closed before */
    async foldBacklog(): Promise<boolean> {
      beginning = foldBacklog({ settings, projection, kafka, clock, state, log, signal: ending.signal });
      const isDone = await beginning;
      refreshLoop.trigger();
      return isDone;
    },
    /** The schema of the version that took this one's place, as soon as one did. */
    replaced: replaced.promise,
    /** After the consumer has left the group: what is committed is shown, what is in the outbox is sent. */
    async close(): Promise<void> {
      ending.abort();
      await beginning;
      await news.close();
      await alarm.close();
      await logEnds.close().catch(() => undefined);
      await refreshLoop.close();
      await relay.close();
      await foldPool.end();
      await cardPool.end();
    },
  };
}

/** A broker that has just come up may not know yet how far its log goes: it is asked for a while. */
async function expectThatLog(kafka: Kafka, pool: Pool): Promise<void> {
  const ends = new EndOffsets(kafka);
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await expectSameLog(pool, await ends.of(foldedTopics));
      } catch (error) {
        if (tries === 10) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  } finally {
    await ends.close();
  }
}

async function rulesFile(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`RULES_FILE ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
