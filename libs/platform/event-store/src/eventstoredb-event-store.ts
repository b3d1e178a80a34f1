import type { EventStoreDBClient } from '@eventstore/db-client';
import {
  type Appended,
  type EventStore,
  EventStoreAway,
  type KeptEvent,
  type NewEvent,
  noRevision,
  type Run,
} from './event-store';

type Driver = typeof import('@eventstore/db-client');

/** Our streams, among others that may be on the same server. */
const prefix = 'tutor-quality-';
const patienceMs = 5000;

interface Recorded {
  readonly streamId: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly created: Date;
}

/** The event store in EventStoreDB. Its driver is loaded with the first call, by those only who name a server. */
export class EventStoreDbEventStore implements EventStore {
  private opened: Promise<{ driver: Driver; client: EventStoreDBClient }> | undefined;

  /** @param url `esdb://host:2113?tls=false` */
  constructor(private readonly url: string) {}

  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    return this.ask(async ({ driver, client }): Promise<Appended> => {
      const made = events.map(({ id, type, data }) =>
        driver.jsonEvent({ id, type, data: data as Record<string, never> }),
      );
      try {
        const { nextExpectedRevision } = await client.appendToStream(prefix + stream, made, {
          expectedRevision: expected === noRevision ? driver.NO_STREAM : BigInt(expected),
          deadline: patienceMs,
        });
        return { revision: Number(nextExpectedRevision) };
      } catch (error) {
        if (!(error instanceof driver.WrongExpectedVersionError)) throw error;
      }
      const all = await this.read(stream);
      const since = all.slice(expected + 1);
      const revision = all.at(-1)?.revision ?? noRevision;
      const isSame = since.length === events.length && since.every(({ id }, i) => id === events[i]?.id);
      return isSame ? { revision } : { conflict: true, revision, since };
    });
  }

  read(stream: string): Promise<KeptEvent[]> {
    return this.ask(async ({ driver, client }) => {
      const events: KeptEvent[] = [];
      try {
        for await (const { event } of client.readStream(prefix + stream, { deadline: patienceMs }))
          if (event) events.push(keptOf(event));
      } catch (error) {
        if (!(error instanceof driver.StreamNotFoundError)) throw error;
      }
      return events;
    });
  }

  readAll(after: string | null, most: number): Promise<Run> {
    return this.ask(async ({ driver, client }) => {
      const [commit, prepare] = (after ?? '').split('/');
      const fromPosition = commit && prepare ? { commit: BigInt(commit), prepare: BigInt(prepare) } : driver.START;
      const events: KeptEvent[] = [];
      let place = after ?? '';
      for await (const { event } of client.readAll({ fromPosition, deadline: patienceMs })) {
        const here = event?.position && `${event.position.commit}/${event.position.prepare}`;
        // The place itself is given again.
        if (!event || !here || here === after) continue;
        place = here;
        if (event.streamId.startsWith(prefix)) events.push(keptOf(event));
        if (events.length === most) break;
      }
      return { events, after: place };
    });
  }

  trouble(): Promise<string | null> {
    return this.read('nothing').then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  async close(): Promise<void> {
    const opened = await this.opened?.catch(() => undefined);
    await opened?.client.dispose();
  }

  private async ask<T>(work: (opened: { driver: Driver; client: EventStoreDBClient }) => Promise<T>): Promise<T> {
    try {
      this.opened ??= import('@eventstore/db-client').then((driver) => ({
        driver,
        client: driver.EventStoreDBClient.connectionString([this.url] as unknown as TemplateStringsArray),
      }));
      return await work(await this.opened);
    } catch (error) {
      if (error instanceof EventStoreAway) throw error;
      const host = this.url.replace(/\/\/[^@/]*@/, '//').split('?')[0];
      throw new EventStoreAway(
        `EventStoreDB at ${host} does not answer: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
}

function keptOf({ streamId, revision, id, type, data, created }: Recorded): KeptEvent {
  return {
    stream: streamId.slice(prefix.length),
    revision: Number(revision),
    id,
    type,
    data: data as object,
    at: created.getTime(),
  };
}
