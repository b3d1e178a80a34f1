import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { recommendationFor } from '@tq/coaching/core';
import { topics } from '@tq/events';
import { createPool, migrate } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import type { Craft } from '@tq/replays/server';
import { carryOver, cardSteps, countedCards, lockCards, refreshSilently, shownCards } from '@tq/scores/server';
import { BulkFold, ensureOffsets, ensureVersionTables, foldVersion } from '@tq/sessions/server';

export const foldedTopics = [topics.sessionEvents.name, topics.coachingEvents.name];

const connections = 4;
/** Beside the bundle of this process; where nothing is bundled there is none. */
const thread = new URL('./fold.thread.js', import.meta.url);

/**
 * The database works for one query of ours at a time with one process only: people's queries, which come in between, need
 * the other cores. (Those of Node are told apart by priority, which a database's processes all share.)
 */
const gentle = { max_parallel_maintenance_workers: '0', max_parallel_workers_per_gather: '0' };

/**
 * How this build makes a version of the projection beside the active one.
 * @param isAlone nobody else asks the database meanwhile
 */
export function craftOf(settings: Settings, clock: () => number, isAlone: boolean): Craft {
  const dirOf = (schema: string): string => join(settings.TQ_HOME, 'rebuild', schema);
  const recommend = recommendationFor;
  const cards: Craft['cards'] = (db, version, by) => countedCards(db, version, { now: clock(), recommend, ...by });
  return {
    foldVersion,
    topics: foldedTopics,
    concurrency: connections - 1,
    async migrate(pool, schema) {
      await ensureVersionTables(pool, schema);
      await migrate(pool, schema, cardSteps);
    },
    open: (schema) =>
      createPool(settings.DATABASE_URL, {
        name: `rebuild of ${schema}`,
        max: connections,
        settings: {
          search_path: schema,
          jit: 'off',
          enable_hashjoin: 'off',
          enable_mergejoin: 'off',
          // What a crash of the database takes back, offsets and rows alike, is folded again.
          synchronous_commit: 'off',
          ...(isAlone ? {} : gentle),
        },
      }),
    ensureOffsets,
    fold: ({ schema, timeZone }, pool, partitionsOf, holder) =>
      BulkFold.open({
        pool,
        timeZone,
        partitionsOf,
        clock,
        dir: dirOf(schema),
        ...(holder && { holder }),
        thread: existsSync(thread) ? thread : undefined,
      }),
    discard: ({ schema }) => rm(dirOf(schema), { recursive: true, force: true }),
    refreshCards: (version, pool) => refreshSilently(pool, version, { recommend, clock }),
    cards,
    shownCards: async (db, version) => (await shownCards(db, version, clock())) ?? cards(db, version),
    lockCards,
    carryOver,
  };
}
