import { inTransaction } from './transaction';
import type { Pool } from './pool';

/** One step that is run once. A shipped step is never edited; a change is a new step. */
export interface MigrationStep {
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings a schema up to date: runs the steps that are not yet recorded, in order, all in one transaction.
 * An advisory lock lets several processes start at once: the later ones find everything done.
 * The steps run with the schema as the search path, so they name their tables without it. Several slices may
 * have steps in one schema, under names of their own.
 * @param schema lower-case letters, digits and `_`
 */
export async function migrate(pool: Pool, schema: string, steps: readonly MigrationStep[]): Promise<void> {
  if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`Not a schema name: ${schema}`);
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('tutor-quality migrations'))`);
    await client.query(`CREATE SCHEMA IF NOT EXISTS tq`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS tq.migration (schema text, name text, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (schema, name))`,
    );
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM tq.migration WHERE schema = $1', [schema]);
    const done = new Set(rows.map((row) => row.name));
    await client.query(`SET LOCAL search_path TO ${schema}`);
    for (const step of steps) {
      if (done.has(step.name)) continue;
      await client.query(step.sql);
      await client.query('INSERT INTO tq.migration (schema, name) VALUES ($1, $2)', [schema, step.name]);
    }
  });
}
