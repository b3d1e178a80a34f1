import {
  inTransaction,
  projectionChannel,
  type Client,
  type Pool,
  type Projection,
  type Queryable,
} from '@tq/platform/postgres';

/** A version, and since when readers saw it: epoch milliseconds, null where they never did. */
export interface Version extends Projection {
  readonly since: number | null;
  readonly isActive: boolean;
}

/** All versions, the newest first. */
export async function versions(db: Queryable): Promise<Version[]> {
  const { rows } = await db.query<Version>(
    `SELECT version, schema, time_zone AS "timeZone", fold_version AS "foldVersion", active AS "isActive",
       (extract(epoch FROM activated_at) * 1000)::bigint AS since
     FROM tq.projection ORDER BY version DESC`,
  );
  return rows;
}

/** The version that readers see. @throws Error where there is none */
export function activeOf(all: readonly Version[]): Version {
  const active = all.find(({ isActive }) => isActive);
  if (!active) throw new Error('There is no projection yet: scoring makes the first one at its first start.');
  return active;
}

/** The one that readers saw before: where a way back leads. */
export function previousOf(all: readonly Version[]): Version | null {
  return (
    all
      .filter(({ isActive, since }) => !isActive && since !== null)
      .sort((a, b) => (b.since ?? 0) - (a.since ?? 0))[0] ?? null
  );
}

/** Makes the row of a version that nobody sees yet. Its schema is `p<number>`, numbers are never used again. */
export async function createVersion(pool: Pool, timeZone: string, foldVersion: number): Promise<Version> {
  return inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE tq.projection IN SHARE ROW EXCLUSIVE MODE');
    const { rows } = await client.query<{ next: number }>(
      `SELECT greatest((SELECT max(version) FROM tq.projection), (SELECT max(to_version) FROM tq.rebuild)) + 1 AS next`,
    );
    const version = rows[0]?.next ?? 1;
    const schema = `p${version}`;
    await client.query(
      'INSERT INTO tq.projection (version, schema, time_zone, fold_version, active) VALUES ($1, $2, $3, $4, false)',
      [version, schema, timeZone, foldVersion],
    );
    return { version, schema, timeZone, foldVersion, since: null, isActive: false };
  });
}

/** Takes a version away with all its tables. @throws Error for the active one */
export async function dropVersion(pool: Pool, { version, schema }: Projection): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('DELETE FROM tq.projection WHERE version = $1 AND NOT active', [version]);
    if (rowCount === 0) return;
    await client.query(`DROP SCHEMA IF EXISTS ${client.escapeIdentifier(schema)} CASCADE`);
    await client.query('DELETE FROM tq.migration WHERE schema = $1', [schema]);
  });
}

/** Takes away all versions but the active one, the one before it, and those to keep. */
export async function dropOldVersions(pool: Pool, keep: readonly number[] = []): Promise<void> {
  const all = await versions(pool);
  const kept = new Set([...keep, activeOf(all).version, previousOf(all)?.version]);
  for (const version of all) if (!kept.has(version.version)) await dropVersion(pool, version);
}

/** From now on readers see `to`. Within the transaction that holds the locks of what writes `from`. */
export async function activate(client: Client, from: Projection, to: Projection): Promise<void> {
  const { rowCount } = await client.query('UPDATE tq.projection SET active = false WHERE version = $1 AND active', [
    from.version,
  ]);
  if (rowCount !== 1) throw new Error('Another version became the active one meanwhile.');
  await client.query('UPDATE tq.projection SET active = true, activated_at = clock_timestamp() WHERE version = $1', [
    to.version,
  ]);
  await client.query('SELECT pg_notify($1, $2)', [projectionChannel, to.schema]);
}

/** How far a version is folded: `topic/partition` → offset of the first record that it does not hold. */
export async function offsetsOf(db: Queryable, { schema }: Projection, lock = false): Promise<Map<string, number>> {
  const { rows } = await db.query<{ place: string; next: number }>(
    `SELECT topic || '/' || partition AS place, next_offset AS next FROM ${schema}.fold_offset
     ORDER BY topic, partition ${lock ? 'FOR UPDATE' : ''}`,
  );
  return new Map(rows.map(({ place, next }) => [place, next]));
}
