import type { Prior } from '@tq/scores/core';
import { inTransaction, type Pool, type Queryable } from '@tq/platform/postgres';
import type { Day } from '@tq/sessions/core';

/** The channel on which a new generation of the cards is told; the payload is its number. */
export const readingsChannel = 'tq_readings';

/** What all cards rest on. */
export interface ReadingsState {
  readonly generation: number;
  readonly asOf: Day;
  readonly prior: Prior;
  readonly ruleSetVersion: number;
  /** The generation in which figures of days before today last changed. */
  readonly restated: number;
  /** Epoch milliseconds. */
  readonly refreshedAt: number;
}

/** The cards that changed after a generation, with the state and the offsets that all cards hold: one snapshot. */
export interface Readings {
  readonly state: ReadingsState;
  /** All cards hold the log of each partition up to here. */
  readonly offsets: readonly { readonly topic: string; readonly partition: number; readonly next: number }[];
  /** `item` is the JSON text of a ScoreCard; null where the tutor is no longer listed. */
  readonly cards: readonly { readonly tutorId: string; readonly item: string | null }[];
}

/**
 * Today's cards as of one snapshot: all of them, or those of later generations than one that is known.
 * @returns null before the first refresh
 */
export async function loadReadings(pool: Pool, schema: string, afterGeneration = -1): Promise<Readings | null> {
  return inTransaction(
    pool,
    async (client) => {
      const state = await readingsState(client, schema);
      if (!state) return null;
      const offsets = await client.query<{ topic: string; partition: number; next: number }>(
        `SELECT topic, partition, next_offset AS next FROM ${schema}.readings_offset ORDER BY topic, partition`,
      );
      const cards = await client.query<{ tutorId: string; item: string | null }>(
        `SELECT tutor_id AS "tutorId", item::text AS item FROM ${schema}.card WHERE generation > $1 ORDER BY tutor_id`,
        [afterGeneration],
      );
      return { state, offsets: offsets.rows, cards: cards.rows };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** What all cards rest on now; null before the first refresh. */
export async function readingsState(db: Queryable, schema: string): Promise<ReadingsState | null> {
  const { rows } = await db.query<Record<string, number>>(`SELECT * FROM ${schema}.readings_state`);
  const row = rows[0] as Record<'generation' | 'as_of' | 'alpha' | 'beta' | 'tutors' | 'rule_set_version' | 'restated' | 'refreshed_at', number> | undefined; // prettier-ignore
  if (!row) return null;
  return {
    generation: row.generation,
    asOf: row.as_of,
    prior: { alpha: row.alpha, beta: row.beta, tutors: row.tutors },
    ruleSetVersion: row.rule_set_version,
    restated: row.restated,
    refreshedAt: row.refreshed_at,
  };
}
