import { pipeline } from 'node:stream/promises';
import type { Client, Queryable } from '@tq/platform/postgres';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { BackedUpTable } from './manifest';
import { PackedFile, unpacked, type FileSum } from './packed-file';

/** A table whose rows are kept. */
export interface TableToKeep {
  readonly schema: string;
  readonly table: string;
  /** Which columns; all unless told. */
  readonly columns?: readonly string[];
  /** Which rows; all unless told (SQL). */
  readonly where?: string;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const listOf = (columns: readonly string[]): string => columns.map(quoted).join(', ');

/** Columns that hold values of their own (not generated from others), in their order. */
async function columnsOf(db: Queryable, schema: string, table: string): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT attname::text AS name FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [`${quoted(schema)}.${quoted(table)}`],
  );
  return rows.map(({ name }) => name);
}

/**
 * Writes a table's rows to a file, as Postgres' own COPY text, within the caller's transaction.
 * @param as where the rows belong in a restored database, if elsewhere than they are now
 */
export async function copyOut(
  client: Client,
  dir: string,
  { schema, table, where, columns: chosen }: TableToKeep,
  as: { readonly schema: string; readonly table: string } = { schema, table },
): Promise<{ table: BackedUpTable; sum: FileSum }> {
  const columns = chosen ?? (await columnsOf(client, schema, table));
  const file = `tables/${as.schema}.${as.table}.copy.gz`;
  const packed = await PackedFile.create(dir, file);
  const rows = client.query(
    copyTo(
      `COPY (SELECT ${listOf(columns)} FROM ${quoted(schema)}.${quoted(table)}${where ? ` WHERE ${where}` : ''}) TO STDOUT`,
    ),
  );
  await packed.writeAll(rows);
  return { table: { ...as, columns, rows: rows.rowCount, file }, sum: await packed.close() };
}

/** Brings rows in again, within the caller's transaction; numbers that the database gives go on behind them. */
export async function copyIn(
  client: Client,
  dir: string,
  { schema, table, columns, rows, file }: BackedUpTable,
): Promise<void> {
  const name = `${quoted(schema)}.${quoted(table)}`;
  const stream = client.query(copyFrom(`COPY ${name} (${listOf(columns)}) FROM STDIN`));
  await pipeline(unpacked(dir, file), stream);
  if (stream.rowCount !== rows)
    throw new Error(`${file} brought ${stream.rowCount} rows into ${name} instead of ${rows}.`);
  const { rows: counted } = await client.query<{ column: string; sequence: string }>(
    `SELECT attname::text AS "column", pg_get_serial_sequence($1, attname) AS sequence FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND pg_get_serial_sequence($1, attname) IS NOT NULL`,
    [name],
  );
  for (const { column, sequence } of counted)
    await client.query(`SELECT setval($1::regclass, coalesce(max(${quoted(column)}), 0) + 1, false) FROM ${name}`, [
      sequence,
    ]);
}
