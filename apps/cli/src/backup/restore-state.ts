import type { Client, Queryable } from '@tq/platform/postgres';

/** A restore that has begun and not ended, as the database it restores into keeps it. */
export interface RestoreState {
  /** Which backup: the moment of its cut. */
  readonly takenAt: string;
  /** Whether the tables are in. */
  readonly tablesAt: Date | null;
  readonly sendPending: boolean;
}

/** The one restore that was begun here; null where none was, or it has ended. */
export async function restoreState(db: Queryable): Promise<RestoreState | null> {
  const { rows: there } = await db.query<{ there: boolean }>(
    `SELECT to_regclass('restore.state') IS NOT NULL AS there`,
  );
  if (!there[0]?.there) return null;
  const { rows } = await db.query<RestoreState>(
    `SELECT taken_at AS "takenAt", tables_at AS "tablesAt", send_pending AS "sendPending" FROM restore.state`,
  );
  return rows[0] ?? null;
}

export async function beginRestore(client: Client, takenAt: string, sendPending: boolean): Promise<void> {
  await client.query('CREATE SCHEMA restore');
  await client.query(
    'CREATE TABLE restore.state (taken_at text NOT NULL, begun_at timestamptz NOT NULL, tables_at timestamptz, send_pending boolean NOT NULL)',
  );
  await client.query('INSERT INTO restore.state VALUES ($1, now(), NULL, $2)', [takenAt, sendPending]);
}

export async function tablesAreIn(client: Client): Promise<void> {
  await client.query('UPDATE restore.state SET tables_at = now()');
}

export async function endRestore(client: Client): Promise<void> {
  await client.query('DROP SCHEMA restore CASCADE');
}
