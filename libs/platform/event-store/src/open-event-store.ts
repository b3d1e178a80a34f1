import type { Pool } from '@tq/platform/postgres';
import type { EventStore } from './event-store';
import { EventStoreDbEventStore } from './eventstoredb-event-store';
import { PostgresEventStore } from './postgres-event-store';

/** EventStoreDB where one is named (EVENTSTORE_URL), else Postgres. Connects with the first call. */
export function openEventStore(url: string | undefined, pool: Pool): EventStore {
  return url === undefined ? new PostgresEventStore(pool) : new EventStoreDbEventStore(url);
}
