import { inTransaction, migrate, type MigrationStep, type Pool } from '@tq/platform/postgres';
import { type Appended, type EventStore, type KeptEvent, type NewEvent, noRevision, type Run } from './event-store';

/** Schema `es`. */
export const eventStoreSteps: readonly MigrationStep[] = [
  {
    name: '001 events',
    sql: `
      -- position: the order of commits, without gaps, since appends wait for each other. at: epoch milliseconds.
      CREATE TABLE event (
        position bigint PRIMARY KEY,
        stream text COLLATE "C" NOT NULL, revision int NOT NULL,
        id uuid NOT NULL UNIQUE, type text NOT NULL, data jsonb NOT NULL, at bigint NOT NULL,
        UNIQUE (stream, revision)
      );`,
  },
];

interface Row {
  position: number;
  stream: string;
  revision: number;
  id: string;
  type: string;
  data: object;
  at: number;
}
const columns = 'position, stream, revision, id, type, data, at';
const keptOf = ({ position: _, ...event }: Row): KeptEvent => event;

/** The event store in the database that is there anyway, in schema `es`: nothing more to install. */
export class PostgresEventStore implements EventStore {
  private ready: Promise<void> | undefined;

  constructor(private readonly pool: Pool) {}

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    await this.tables();
    return inTransaction(this.pool, async (client): Promise<Appended> => {
      // Decisions are few: that they wait for each other gives positions in the order of their commits.
      await client.query('LOCK TABLE es.event IN EXCLUSIVE MODE');
      const { rows } = await client.query<Row>(
        `SELECT ${columns} FROM es.event WHERE stream = $1 AND revision > $2 ORDER BY revision`,
        [stream, expected],
      );
      const last = rows.at(-1)?.revision ?? (await this.lastRevision(client, stream));
      if (isSame(rows, events)) return { revision: last };
      if (last !== expected) return { conflict: true, revision: last, since: rows.map(keptOf) };
      await client.query(
        `INSERT INTO es.event (${columns})
         SELECT (SELECT coalesce(max(position), 0) FROM es.event) + n, $1, $2::int + n, id, type, data, $3
         FROM unnest($4::uuid[], $5::text[], $6::jsonb[]) WITH ORDINALITY AS made(id, type, data, n)`,
        [
          stream,
          expected,
          Date.now(),
          events.map(({ id }) => id),
          events.map(({ type }) => type),
          events.map(({ data }) => JSON.stringify(data)),
        ],
      );
      return { revision: expected + events.length };
    });
  }

  async read(stream: string): Promise<KeptEvent[]> {
    await this.tables();
    const { rows } = await this.pool.query<Row>(`SELECT ${columns} FROM es.event WHERE stream = $1 ORDER BY revision`, [
      stream,
    ]);
    return rows.map(keptOf);
  }

  async readAll(after: string | null, most: number): Promise<Run> {
    await this.tables();
    const { rows } = await this.pool.query<Row>(
      `SELECT ${columns} FROM es.event WHERE position > $1 ORDER BY position LIMIT $2`,
      [Number(after ?? 0), most],
    );
    return { events: rows.map(keptOf), after: String(rows.at(-1)?.position ?? after ?? 0) };
  }

  trouble(): Promise<string | null> {
    return this.pool.query('SELECT 1').then(
      () => null,
      (error: unknown) => `Postgres does not answer: ${error instanceof Error ? error.message : String(error)}`,
    );
  }

  /** The pool is its owner's. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  private async lastRevision(db: { query: Pool['query'] }, stream: string): Promise<number> {
    const { rows } = await db.query<{ last: number | null }>(
      'SELECT max(revision) AS last FROM es.event WHERE stream = $1',
      [stream],
    );
    return rows[0]?.last ?? noRevision;
  }

  private tables(): Promise<void> {
    this.ready ??= migrate(this.pool, 'es', eventStoreSteps).catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    });
    return this.ready;
  }
}

/** Whether what stands behind the expected revision is what is to be appended: it was sent again. */
function isSame(rows: readonly Row[], events: readonly NewEvent[]): boolean {
  return events.length > 0 && rows.length === events.length && rows.every(({ id }, i) => id === events[i]?.id);
}
