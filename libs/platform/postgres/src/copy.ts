import type { Client } from './pool';
import type { CopyChunks } from './copy-encoder';

/** What of pg's connection a COPY needs; pg has no call for it but hands a query of one's own the connection. */
interface Connection {
  query(text: string): void;
  readonly stream: { write(bytes: Uint8Array): void };
  endCopyFrom(): void;
}

/**
 * COPY … FROM STDIN: several times the rows of an INSERT, for rows that are certainly new (a row whose key is taken
 * fails the transaction). The columns' types must be the table's own: nothing is converted.
 * @param target table and columns, `fact (a, b)`
 * @throws what the database says of the first bad row
 */
export function copyRows(client: Client, target: string, chunks: CopyChunks): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = {
      submit: (connection: Connection) => connection.query(`COPY ${target} FROM STDIN (FORMAT binary)`),
      handleCopyInResponse: (connection: Connection) => {
        // They are messages already: pg's own call would copy each of them.
        for (const chunk of chunks) connection.stream.write(chunk);
        connection.endCopyFrom();
      },
      handleError: reject,
      handleReadyForQuery: resolve,
      handleCommandComplete: () => undefined,
    };
    (client as unknown as { query(query: typeof copy): void }).query(copy);
  });
}
