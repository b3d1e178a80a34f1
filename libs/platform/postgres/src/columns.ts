import { plainArray, textArray } from './arrays';

export type ColumnType = 'text' | 'bigint' | 'int' | 'boolean' | 'jsonb' | 'bytea';

/** Names and types of columns, in order. */
export type Columns = Readonly<Record<string, ColumnType>>;
export type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOf[C[K]] };
interface ValueOf {
  text: string | null;
  bigint: number | null;
  int: number | null;
  boolean: boolean | null;
  /** Any JSON; `undefined` is SQL's NULL. */
  jsonb: unknown;
  bytea: Buffer | null;
}

/** `unnest($1::text[], $2::bigint[]) AS alias(a, b)`: the rows of {@link columnValues} as a table. */
export function unnest(columns: Columns, alias: string, firstParameter = 1): string {
  const arrays = Object.values(columns).map((type, i) => `$${firstParameter + i}::${type}[]`);
  return `unnest(${arrays.join(', ')}) AS ${alias}(${Object.keys(columns).join(', ')})`;
}

/** One array literal for each column. */
export function columnValues<C extends Columns>(columns: C, rows: readonly RowOf<C>[]): string[] {
  return Object.entries(columns).map(([name, type]) => {
    const values: unknown[] = rows.map((row) => row[name]);
    switch (type) {
      case 'text':
        return textArray(values as (string | null)[]);
      case 'jsonb':
        return textArray(values.map((value) => (value === undefined ? null : JSON.stringify(value))));
      case 'bytea':
        return textArray(values.map((value) => (value === null ? null : `\\x${(value as Buffer).toString('hex')}`)));
      case 'bigint':
      case 'int':
      case 'boolean':
        return plainArray(values as (number | boolean | null)[]);
    }
  });
}
