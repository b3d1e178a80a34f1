import { recommendationFor } from '@tq/coaching/core';
import { topics } from '@tq/events';
import { createPool, migrate, type Pool, type Projection } from '@tq/platform/postgres';
import type { Craft, VersionFold } from '@tq/replays/server';
import { carryOver, cardSteps, countedCards, lockCards, refreshSilently, shownCards } from '@tq/scores/server';
import { BatchFold, ensureOffsets, ensureVersionTables, foldVersion } from '@tq/sessions/server';

export const foldedTopics = [topics.sessionEvents.name, topics.coachingEvents.name];

const connections = 4;

/** How this build makes a version of the projection beside the active one. */
export function craftOf(databaseUrl: string, clock: () => number): Craft {
  const recommend = recommendationFor;
  const cards: Craft['cards'] = (db, version, by = {}) =>
    countedCards(db, version, { now: clock(), recommend, ...(by.rules ? { rules: by.rules } : {}) });
  return {
    foldVersion,
    topics: foldedTopics,
    concurrency: connections - 1,
    async migrate(pool, schema) {
      await ensureVersionTables(pool, schema);
      await migrate(pool, schema, cardSteps);
    },
    open: (schema) =>
      createPool(databaseUrl, {
        name: `rebuild of ${schema}`,
        max: connections,
        settings: {
          search_path: schema,
          jit: 'off',
          enable_hashjoin: 'off',
          enable_mergejoin: 'off',
          // What a crash of the database takes back, offsets and rows alike, is folded again.
          synchronous_commit: 'off',
        },
      }),
    ensureOffsets,
    fold: (version: Projection, pool: Pool, partitionsOf): Promise<VersionFold> =>
      Promise.resolve(new BatchFold({ pool, timeZone: version.timeZone, partitionsOf, clock, silent: true })),
    refreshCards: (version, pool) => refreshSilently(pool, version, { recommend, clock }),
    cards,
    shownCards: async (db, version) => (await shownCards(db, version, clock())) ?? cards(db, version),
    lockCards,
    carryOver,
  };
}
