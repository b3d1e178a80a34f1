import type { Client, Pool } from './pool';

export type Isolation = 'read committed' | 'repeatable read';

/**
 * Runs `work` in one transaction and commits it.
 * After any error the client is destroyed, never reused: what state the server left it in is not ours to guess, and a
 * lost connection releases its locks at once.
 * @throws what `work` or the commit throws; nothing is then in the database, unless the answer to COMMIT was lost
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: Client) => Promise<T>,
  options: { readonly isolation?: Isolation; readonly readOnly?: boolean } = {},
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements is heard here; without a listener it would end the process.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let failed = true;
  try {
    await client.query(
      `BEGIN ISOLATION LEVEL ${options.isolation ?? 'read committed'}${options.readOnly ? ' READ ONLY' : ''}`,
    );
    const result = await work(client);
    await client.query('COMMIT');
    failed = false;
    return result;
  } finally {
    client.off('error', ignore);
    client.release(failed);
  }
}
