import type { ChunkPool } from './chunk-pool';
import { CopyEncoder } from './copy-encoder';
import { plainArray, textArray } from './arrays';
import { selected, unnest, type Columns, type ColumnType } from './columns';

/** One column of a batch: its name, its type, and how an item gives its value (null is SQL's NULL). */
export type Column<T> = readonly [name: string, type: ColumnType, value: (item: T) => unknown];

/**
 * The columns of a batch that is written often: values are taken straight from the items, without a row object for each,
 * which a backlog of hundreds of thousands would feel.
 */
export class ColumnSet<T> {
  readonly names: string;
  private readonly types: Columns;

  constructor(private readonly columns: readonly Column<T>[]) {
    this.names = columns.map(([name]) => name).join(', ');
    this.types = Object.fromEntries(columns.map(([name, type]) => [name, type]));
  }

  /** `SELECT … FROM …` of the items whose {@link values} are the statement's parameters. */
  select(): string {
    return `SELECT ${selected(this.types, 'item')} FROM ${unnest(this.types, 'item')}`;
  }

  /** One parameter for each column. */
  values(items: readonly T[]): string[] {
    return this.columns.map(([, type, valueOf]) => {
      const values = items.map(valueOf);
      if (type === 'jsonb') return JSON.stringify(values);
      if (type === 'text') return textArray(values as (string | null)[]);
      if (type === 'bytea') throw new Error('A batch of bytes goes by columnValues.');
      return plainArray(values as (number | boolean | null)[]);
    });
  }

  /** For `copyRows` of items of which there are many. @param pool where its chunks come from */
  encoder(pool: ChunkPool): CopyEncoder<T> {
    return new CopyEncoder(this.columns, pool);
  }
}
