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
  /** Any JSON; null is SQL's NULL. */
  jsonb: unknown;
  bytea: Buffer | null;
}

/**
 * The rows of {@link columnValues} as a table, for FROM: `ROWS FROM (unnest($1::text[]), …) AS alias(a, b)`.
 * JSON travels as one array of all rows: as elements of a text array every quote in it would be escaped once more.
 */
export function unnest(columns: Columns, alias: string, firstParameter = 1): string {
  const functions = Object.values(columns).map((type, i) =>
    type === 'jsonb'
      ? `jsonb_array_elements($${firstParameter + i}::jsonb)`
      : `unnest($${firstParameter + i}::${type}[])`,
  );
  return `ROWS FROM (${functions.join(', ')}) AS ${alias}(${Object.keys(columns).join(', ')})`;
}

/** For SELECT: the columns of {@link unnest}, where JSON's null is SQL's NULL. */
export function selected(columns: Columns, alias: string): string {
  return Object.entries(columns)
    .map(([name, type]) => (type === 'jsonb' ? `nullif(${alias}.${name}, 'null')` : `${alias}.${name}`))
    .join(', ');
}

/** One parameter for each column. */
export function columnValues<C extends Columns>(columns: C, rows: readonly RowOf<C>[]): string[] {
  return Object.entries(columns).map(([name, type]) => {
    const values = new Array<unknown>(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = rows[i]?.[name];
    switch (type) {
      case 'text':
        return textArray(values as (string | null)[]);
      case 'jsonb':
        return JSON.stringify(values);
      case 'bytea':
        return textArray(values.map((value) => (value === null ? null : `\\x${(value as Buffer).toString('hex')}`)));
      case 'bigint':
      case 'int':
      case 'boolean':
        return plainArray(values as (number | boolean | null)[]);
    }
  });
}
