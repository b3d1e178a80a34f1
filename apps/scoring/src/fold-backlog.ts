import { setTimeout as wait } from 'node:timers/promises';
import { topics } from '@tq/events';
import { EndOffsets, placeOf } from '@tq/platform/kafka';
import { createPool, inTransaction, type Client, type Pool, type Projection } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { VersionFollower, type Craft } from '@tq/replays/server';
import { foldPositions, forwardAllDeadLetters, putDownClosed, type FoldState } from '@tq/sessions/server';
import type { Kafka } from 'kafkajs';
import { craftOf, foldedTopics } from './craft';
import type { Log } from './parts';

export interface BacklogOptions {
  readonly settings: Settings;
  readonly projection: Projection;
  readonly kafka: Kafka;
  readonly clock: () => number;
  readonly state: FoldState;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** So many records, none of them folded yet, are folded in bulk: several times as fast as batch by batch. */
export const longLog = 100_000;
/** Whoever is not heard of for so long is taken for gone: its locks go, and another does it. */
const silenceMs = 15_000;
const saySoMs = 3000;
const lookEveryMs = 500;
const againMs = 1000;
const lockNotAvailable = '55P03';

/**
 * Where nothing at all was folded yet and the log is long, folds it up to where it ends now, before batches are: a first
 * start, or an empty database beside an old log. The locks of all offsets keep whoever folds batches away meanwhile, and
 * go with the process that holds them; another one goes on. What is to be told of it is told as if it had come in one
 * batch: sessions that closed and are no history, and what was no event.
 * @returns false where it was told to end before
 */
export async function foldBacklog(options: BacklogOptions): Promise<boolean> {
  const { settings, projection, state, log, signal } = options;
  const pool = createPool(settings.DATABASE_URL, {
    name: 'scoring begins',
    max: 2,
    settings: { search_path: projection.schema, idle_in_transaction_session_timeout: String(silenceMs) },
  });
  try {
    while (!signal.aborted) {
      state.beginning = 'It is not known yet how long the log is.';
      try {
        const ends = await endsOfLongLog(options.kafka, pool);
        if (ends) await inTransaction(pool, (client) => foldHeld(client, pool, ends, options));
        break;
      } catch (error) {
        if (signal.aborted) break;
        if ((error as { code?: unknown }).code === lockNotAvailable) {
          state.beginning = 'Another scorer folds the log for the first time.';
        } else {
          state.beginning = `The log cannot be folded for the first time: ${error instanceof Error ? error.message : String(error)}`;
          log('warn', 'the first fold of the log is tried again', { err: error });
        }
      }
      await wait(againMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await pool.end();
  }
  state.beginning = null;
  return !signal.aborted;
}

/** @returns undefined where something was folded, or where the log is short or its beginning is gone */
async function endsOfLongLog(kafka: Kafka, pool: Pool): Promise<ReadonlyMap<string, number> | undefined> {
  if ((await foldPositions(pool)).some(({ next }) => next > 0)) return undefined;
  const log = new EndOffsets(kafka);
  try {
    const all = await log.of(foldedTopics);
    const ends = new Map(all.map(({ topic, partition, end }) => [placeOf(topic, partition), end]));
    return sum(ends) < longLog || all.some(({ start }) => start > 0) ? undefined : ends;
  } finally {
    await log.close();
  }
}

/** @throws Error also where it is told to end before: then nothing may be committed */
async function foldHeld(
  client: Client,
  pool: Pool,
  ends: ReadonlyMap<string, number>,
  options: BacklogOptions,
): Promise<void> {
  const { settings, projection, kafka, clock, state, signal } = options;
  const { rows } = await client.query<{ next: number }>(
    'SELECT next_offset AS next FROM fold_offset FOR UPDATE NOWAIT',
  );
  if (rows.some(({ next }) => next > 0)) return;
  let isHeld = true;
  let saying: Promise<unknown> = Promise.resolve();
  const holding = setInterval(() => {
    saying = client.query('SELECT').catch(() => (isHeld = false));
  }, saySoMs);
  const holder = async (): Promise<Client> => {
    clearInterval(holding);
    await saying;
    return client;
  };
  const goOn = (): void => {
    if (signal.aborted) throw new Error('It ends before the log is folded.');
    if (!isHeld) throw new Error('The connection that held the offsets broke.');
  };
  const usual = craftOf(settings, clock, true);
  const craft: Craft = {
    ...usual,
    // They are there, and locked by us.
    ensureOffsets: () => Promise.resolve(),
    fold: (version, own, partitionsOf) => usual.fold(version, own, partitionsOf, holder),
  };
  const follower = await VersionFollower.start({ pool, kafka, craft, version: projection, active: projection });
  const total = sum(ends);
  const say = (): void => {
    state.beginning = `The log is folded for the first time: ${follower.handled} of ${total} records.`;
  };
  try {
    follower.readUpTo(ends);
    for (; !follower.hasReached; await wait(lookEveryMs)) {
      goOn();
      say();
    }
    const telling = setInterval(say, lookEveryMs);
    await follower.flush(() => isHeld && !signal.aborted).finally(() => clearInterval(telling));
    goOn();
  } finally {
    clearInterval(holding);
    await follower.close();
  }
  await putDownClosed(client, projection.schema, null, clock());
  await forwardAllDeadLetters(client, projection.schema, topics.deadLetters.name, clock());
}

const sum = (ends: ReadonlyMap<string, number>): number => [...ends.values()].reduce((all, one) => all + one, 0);
