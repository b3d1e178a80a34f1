import { inTransaction, migrate, type MigrationStep, type Pool, type Queryable } from '@tq/platform/postgres';
import { DatabaseError } from 'pg';
import {
  type Appended,
  type EventStore,
  EventStoreAway,
  foundInPlace,
  type KeptEvent,
  type NewEvent,
  noRevision,
  type Run,
} from './event-store';

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

  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    return this.ask(() =>
      inTransaction(this.pool, async (client): Promise<Appended> => {
        // Decisions are few: that they wait for each other gives positions in the order of their commits.
        await client.query('LOCK TABLE es.event IN EXCLUSIVE MODE');
        const kept = await streamOf(client, stream);
        const last = kept.at(-1)?.revision ?? noRevision;
        if (last !== expected)
          return foundInPlace(
            expected,
            events,
            kept.filter(({ revision }) => revision > expected),
            last,
          );
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
      }),
    );
  }

  read(stream: string): Promise<KeptEvent[]> {
    return this.ask(() => streamOf(this.pool, stream));
  }

  readAll(after: string | null, most: number): Promise<Run> {
    return this.ask(async () => {
      const { rows } = await this.pool.query<Row>(
        `SELECT ${columns} FROM es.event WHERE position > $1 ORDER BY position LIMIT $2`,
        [Number(after ?? 0), most],
      );
      return { events: rows.map(keptOf), after: String(rows.at(-1)?.position ?? after ?? 0) };
    });
  }

  trouble(): Promise<string | null> {
    return this.ask(() => this.pool.query('SELECT 1')).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  /** The pool is its owner's. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  private async ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.tables();
      return await work();
    } catch (error) {
      // What the server itself says is a fault of ours, unless it says that it goes away or has no room.
      if (error instanceof DatabaseError && !/^(08|53|57P)/.test(error.code ?? '')) throw error;
      throw new EventStoreAway('Postgres', error);
    }
  }

  private tables(): Promise<void> {
    this.ready ??= migrate(this.pool, 'es', eventStoreSteps).catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    });
    return this.ready;
  }
}

async function streamOf(db: Queryable, stream: string): Promise<KeptEvent[]> {
  const { rows } = await db.query<Row>(`SELECT ${columns} FROM es.event WHERE stream = $1 ORDER BY revision`, [stream]);
  return rows.map(keptOf);
}
