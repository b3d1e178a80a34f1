import { inTransaction, type Client, type Pool, type Queryable } from '@tq/platform/postgres';
import type { PlacedRecord } from './spilled-record';

/** What a rebuild in bulk keeps beside the tables that it fills, as long as it lasts; in the version's own schema. */
const tables = `
  CREATE TABLE IF NOT EXISTS bulk_rebuild (token text NOT NULL, owner text NOT NULL);
  CREATE TABLE IF NOT EXISTS bulk_done (bucket int PRIMARY KEY, records int NOT NULL); -- the first so many of it
  CREATE TABLE IF NOT EXISTS bulk_index (
    definition text PRIMARY KEY,
    rank int NOT NULL,                 -- those that take longest first
    key text,                          -- what makes it the table's key once it is made
    made boolean NOT NULL DEFAULT false
  );
  CREATE TABLE IF NOT EXISTS bulk_feed (
    source text COLLATE "C", hour int, partition int, events bigint, last_event_at bigint, last_record_at bigint
  );
  CREATE TABLE IF NOT EXISTS bulk_stray (
    topic text, partition int, record_offset bigint, record_timestamp bigint, key bytea, value bytea
  );`;
const names = ['bulk_rebuild', 'bulk_done', 'bulk_index', 'bulk_feed', 'bulk_stray'];

/** What is filled; whatever a killed rebuild left there goes where nobody knows any more what it was made of. */
const filled = ['fact', 'excuse', 'session', 'tutor', 'tutor_day', 'tutor_day_learned', 'touched', 'anomaly', 'feed', 'misplaced', 'dead_letter', 'log_gap']; // prettier-ignore

/**
 * The token under which the rows so far were made; makes the tables where there are none.
 * @param owner who asks: from now on nobody else may write
 * @param isHeld somebody holds the offsets locked for us
 * @returns undefined where the version was folded before: then nothing is left to be done in bulk
 */
export async function bulkState(pool: Pool, owner: string, isHeld: boolean): Promise<{ token: string } | undefined> {
  return inTransaction(pool, async (client) => {
    if (!isHeld) await client.query('LOCK TABLE fold_offset IN EXCLUSIVE MODE');
    const offsets = await client.query('SELECT FROM fold_offset WHERE next_offset > 0 LIMIT 1');
    if (offsets.rowCount) return undefined;
    await client.query(tables);
    await client.query(`INSERT INTO bulk_rebuild SELECT $1, '' WHERE NOT EXISTS (SELECT FROM bulk_rebuild)`, [owner]);
    const { rows } = await client.query<{ token: string }>('UPDATE bulk_rebuild SET owner = $1 RETURNING token', [
      owner,
    ]);
    return { token: rows[0]?.token ?? owner };
  });
}

/** Empties the version: its rows were made from records that are no longer at hand. */
export async function beginAnew(pool: Pool, owner: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE bulk_rebuild IN ACCESS EXCLUSIVE MODE');
    await client.query(`TRUNCATE bulk_rebuild, bulk_done, bulk_feed, bulk_stray, ${filled.join(', ')}`);
    await client.query('INSERT INTO bulk_rebuild VALUES ($1, $1)', [owner]);
  });
}

/** Whoever wants to take over waits for this transaction. @throws Error where another process took over since */
export async function fence(client: Client, owner: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM bulk_rebuild WHERE owner = $1 FOR SHARE', [owner]);
  if (rowCount !== 1) throw new Error('Another process rebuilds this version now.');
}

/** Those whose indexes take longest first. */
const large = ['fact', 'session', 'tutor_day_learned', 'tutor_day'];

/**
 * Takes away the indexes of the large tables, keys included; how to make them again is kept. Made at the end, from rows
 * that are all there, they cost a third. Nothing is vacuumed meanwhile: rows that are only added leave nothing behind,
 * and the indexes would wait for it.
 */
export async function dropIndexes(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    for (const table of large) await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    const { rows } = await client.query<{ drop: string }>(
      `WITH found AS (
         SELECT i.indexrelid::regclass AS index, i.indrelid::regclass AS of, con.conname AS key, array_position($1, relname::text) AS rank
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid
         WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($1)
       ), noted AS (
         INSERT INTO bulk_index (definition, rank, key)
         SELECT pg_get_indexdef(index), rank, CASE WHEN key IS NOT NULL THEN format('ALTER TABLE %s ADD CONSTRAINT %I PRIMARY KEY USING INDEX %2$I', of, key) END FROM found
         ON CONFLICT (definition) DO UPDATE SET made = false
       )
       SELECT CASE WHEN key IS NULL THEN format('DROP INDEX %s', index)
                   ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', of, key) END AS drop
       FROM found`,
      [large],
    );
    for (const { drop } of rows) await client.query(drop);
  });
}

/** How many of their records, the first, the tables hold of buckets. */
export async function bucketsDone(db: Queryable): Promise<ReadonlyMap<number, number>> {
  const { rows } = await db.query<{ bucket: number; records: number }>('SELECT bucket, records FROM bulk_done');
  return new Map(rows.map(({ bucket, records }) => [bucket, records]));
}

/** To be committed with the rows of these buckets. */
export async function noteDone(client: Client, buckets: ReadonlyMap<number, number>): Promise<void> {
  await client.query('INSERT INTO bulk_done SELECT * FROM unnest($1::int[], $2::int[])', [
    [...buckets.keys()],
    [...buckets.values()],
  ]);
}

/** Records that must still be folded: they lay where nobody of their tutor's was. */
export async function straysOf(client: Client): Promise<PlacedRecord[]> {
  const { rows } = await client.query<Record<'partition' | 'offset' | 'timestamp', number> & StrayRow>(
    `SELECT topic, partition, record_offset AS "offset", record_timestamp AS "timestamp", key, value FROM bulk_stray`,
  );
  return rows.map(({ topic, partition, ...record }) => ({ topic, partition, record: { ...record, headers: {} } }));
}

interface StrayRow {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Definitions of the indexes that are still to be made. */
export async function missingIndexes(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ definition: string }>('SELECT definition FROM bulk_index WHERE NOT made ORDER BY rank, definition DESC'); // prettier-ignore
  return rows.map(({ definition }) => definition);
}

/** @param definition as {@link missingIndexes} gives it */
export async function makeIndex(pool: Pool, owner: string, definition: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await fence(client, owner);
    await client.query(`SET LOCAL maintenance_work_mem = '256MB'`);
    await client.query(definition);
    await client.query('UPDATE bulk_index SET made = true WHERE definition = $1', [definition]);
  });
}

/** Once all indexes are made. */
export async function makeKeys(client: Client): Promise<void> {
  const { rows } = await client.query<{ key: string }>('SELECT key FROM bulk_index WHERE key IS NOT NULL');
  for (const { key } of rows) await client.query(key);
}

/** Sums up the feeds and takes away what only the rebuild needed. */
export async function finishTables(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO feed (source, hour, partition, events, last_event_at, last_record_at)
     SELECT source, hour, partition, sum(events), max(last_event_at), max(last_record_at)
     FROM bulk_feed GROUP BY source, hour, partition`,
  );
  await client.query(`DROP TABLE ${names.join(', ')}`);
  for (const table of large) await client.query(`ALTER TABLE ${table} RESET (autovacuum_enabled)`);
  // Nobody has looked at these rows yet: without it the first questions are planned as if the tables were empty.
  await client.query(`ANALYZE tutor, ${large.join(', ')}`);
}
