import type { RuleSet, ScoreCard } from '@tq/events';
import type { Client, Pool, Projection, Queryable } from '@tq/platform/postgres';
import { dayOf } from '@tq/sessions/core';
import { CardRefresh, refreshLock } from './card-refresh';
import { cardsAsOf, cardsKnown, type Recommend } from './cards-as-of';
import { readingsState } from './readings.query';
import { inForceBefore, ruleSets } from './rule-set-store';

/** Waits until nobody writes cards of the active version, and keeps it so until the transaction ends. */
export async function lockCards(client: Client): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${refreshLock})`);
}

/** Brings the cards of a version that nobody reads yet up to what was folded; nothing of it is told. */
export async function refreshSilently(
  pool: Pool,
  projection: Projection,
  options: { readonly recommend: Recommend; readonly clock: () => number },
): Promise<void> {
  // The first cards are those of all tutors: whom the fold touched before need not be known.
  if ((await readingsState(pool, projection.schema)) === null) await pool.query('TRUNCATE touched');
  await new CardRefresh({ pool, projection, silent: true, ...options }).refresh();
}

/**
 * Today’s cards as readers of a version see them, part by part in the order of the tutors’ ids; null where they hold less
 * than was folded, or are of another day or other rules than would hold now.
 * @param db a snapshot that lasts until the last part
 * @param mostAtOnce for tests
 */
export async function shownCards(
  db: Queryable,
  version: Projection,
  now: number,
  mostAtOnce = 5000,
): Promise<AsyncIterable<readonly ScoreCard[]> | null> {
  const { schema, timeZone } = version;
  const state = await readingsState(db, schema);
  const rules = inForceBefore(now + 1, await ruleSets(db));
  if (state?.asOf !== dayOf(now, timeZone) || state.ruleSetVersion !== rules.version) return null;
  const { rowCount: behind } = await db.query(
    `SELECT FROM ${schema}.fold_offset f LEFT JOIN ${schema}.readings_offset r USING (topic, partition)
     WHERE r.next_offset IS DISTINCT FROM f.next_offset LIMIT 1`,
  );
  if (behind !== 0) return null;
  return allShown(db, schema, mostAtOnce);
}

async function* allShown(db: Queryable, schema: string, most: number): AsyncGenerator<ScoreCard[], void, void> {
  for (let last: string | undefined = ''; last !== undefined;) {
    const { rows }: { rows: { tutor_id: string; item: ScoreCard }[] } = await db.query(
      `SELECT tutor_id, item FROM ${schema}.card WHERE item IS NOT NULL AND tutor_id > $1 ORDER BY tutor_id LIMIT $2`,
      [last, most],
    );
    if (rows.length > 0) yield rows.map(({ item }) => item);
    last = rows.at(-1)?.tutor_id;
  }
}

export interface CountedCardsRequest {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly recommend: Recommend;
  /** Another rule set than the one in force. */
  readonly rules?: RuleSet | undefined;
  /** As of the day of this instant instead of today. Epoch milliseconds. */
  readonly asOf?: number | undefined;
  /** Only with what was known then. Epoch milliseconds. */
  readonly knownAt?: number | undefined;
}

/** Cards from the counts of a version, whatever its cards say; part by part in the order of the tutors’ ids. */
export function countedCards(
  db: Queryable,
  version: Projection,
  request: CountedCardsRequest,
): AsyncIterable<readonly ScoreCard[]> {
  const { knownAt, now, ...by } = request;
  const asked = { ...by, now, asOf: dayOf(by.asOf ?? now, version.timeZone) };
  return knownAt === undefined ? cardsAsOf(db, version, asked) : cardsKnown(db, version, { ...asked, knownAt });
}

/**
 * What goes on in the cards of a version that takes another's place: the numbers of the changes of level, so that none
 * is told under the number of another, and the generation, so that it never goes back. An alarm stays raised.
 */
export async function carryOver(client: Client, from: Projection, to: Projection): Promise<void> {
  await client.query(
    `INSERT INTO ${to.schema}.card AS c (tutor_id, item, generation, level_changes)
     SELECT tutor_id, NULL, 0, level_changes FROM ${from.schema}.card WHERE level_changes > 0
     ON CONFLICT (tutor_id) DO UPDATE SET level_changes = greatest(c.level_changes, excluded.level_changes)`,
  );
  await client.query(
    `UPDATE ${to.schema}.readings_state SET generation = greatest(generation, coalesce((SELECT generation FROM ${from.schema}.readings_state), 0)) + 1`,
  );
  await client.query(
    `INSERT INTO ${to.schema}.alarm SELECT * FROM ${from.schema}.alarm
     ON CONFLICT (kind) DO UPDATE SET detail = excluded.detail, since = excluded.since, last_at = excluded.last_at, cleared_at = excluded.cleared_at`,
  );
}
