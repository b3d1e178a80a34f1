import { copyRows, type Client, type CopyChunks } from '@tq/platform/postgres';

/** Something to be written, made where there is no connection: another thread may make it. */
export type Statement =
  | { readonly copyTo: string; readonly chunks: CopyChunks }
  | { readonly text: string; readonly values: readonly unknown[] };

type Query = string | { readonly text: string; readonly values?: readonly unknown[] };

/** Takes down what is to be written, in order. */
export class Statements {
  readonly list: Statement[] = [];

  /** For those who write to a connection and do not look at its answers. */
  readonly client = {
    query: (query: Query, values: readonly unknown[] = []): Promise<void> => {
      this.list.push(typeof query === 'string' ? { text: query, values } : { text: query.text, values: query.values ?? [] }); // prettier-ignore
      return Promise.resolve();
    },
  } as unknown as Client;

  /** @param copyTo table and columns, as {@link copyRows} takes them */
  copy(copyTo: string, chunks: CopyChunks): void {
    this.list.push({ copyTo, chunks });
  }
}

/** @throws what the database says of the first that it does not take */
export async function run(client: Client, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements)
    if ('copyTo' in statement) await copyRows(client, statement.copyTo, statement.chunks);
    else await client.query(statement.text, [...statement.values]);
}
