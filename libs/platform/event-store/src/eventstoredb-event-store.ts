import type { AllStreamResolvedEvent, EventStoreDBClient, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
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

type Driver = typeof import('@eventstore/db-client');

/** What a question is asked with; the signal: nobody waits for its answer any more. */
interface Asked {
  readonly driver: Driver;
  readonly client: EventStoreDBClient;
  readonly signal: AbortSignal;
}

/** Our streams, among others that may be on the same server. */
const prefix = 'tutor-quality-';
/** So many records of the whole log are asked for at a time: few of them may be ours. */
const page = 500;
const patienceMs = 5000;
/** The driver makes an instant of it that the server reads by its own clock: ample, so that the clocks may differ. */
const deadline = 60_000;
/** A node that only follows may not have heard of the last append yet. */
const requiresLeader = true;

type Recorded = NonNullable<ResolvedEvent['event']>;

/** The event store in EventStoreDB. Its driver is loaded with the first call, by those only who name a server. */
export class EventStoreDbEventStore implements EventStore {
  private opened: Promise<Omit<Asked, 'signal'>> | undefined;

  /** @param url `esdb://host:2113?tls=false` */
  constructor(private readonly url: string) {}

  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    return this.ask(async (asked): Promise<Appended> => {
      const { driver, client } = asked;
      const made = events.map(({ id, type, data }) =>
        driver.jsonEvent({ id, type, data: data as Record<string, never> }),
      );
      const expectedRevision = expected === noRevision ? driver.NO_STREAM : BigInt(expected);
      try {
        const answer = await client.appendToStream(prefix + stream, made, {
          expectedRevision,
          requiresLeader,
          deadline,
        });
        // With `throwOnAppendFailure=false` in the address a conflict is an answer too.
        if (answer.success) return { revision: Number(answer.nextExpectedRevision) };
      } catch (error) {
        if (!(error instanceof driver.WrongExpectedVersionError)) throw error;
      }
      const kept = await streamOf(asked, stream);
      const since = kept.filter(({ revision }) => revision > expected);
      return foundInPlace(expected, events, since, kept.at(-1)?.revision ?? noRevision);
    });
  }

  read(stream: string): Promise<KeptEvent[]> {
    return this.ask((asked) => streamOf(asked, stream));
  }

  async readAll(after: string | null, most: number): Promise<Run> {
    const events: KeptEvent[] = [];
    let place = after ?? '';
    for (;;) {
      const from = place;
      const records = await this.ask((asked) => pageOf(asked, from));
      for (const { event } of records) {
        const here = event?.position && `${event.position.commit}/${event.position.prepare}`;
        // The place itself is given again.
        if (!event || !here || here === from) continue;
        if (events.length === most) return { events, after: place };
        place = here;
        if (event.streamId.startsWith(prefix)) events.push(keptOf(event));
      }
      if (records.length < page) return { events, after: place };
    }
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

  private async ask<T>(work: (asked: Asked) => Promise<T>): Promise<T> {
    try {
      this.opened ??= import('@eventstore/db-client').then((driver) => ({
        driver,
        client: driver.EventStoreDBClient.connectionString(this.url),
      }));
      const opened = await this.opened;
      return await inTime(async (signal) => {
        const asked = { ...opened, signal };
        try {
          return await work(asked);
        } catch (error) {
          if (error instanceof opened.driver.NotLeaderError) return work(asked); // The driver has turned to the leader.
          throw error;
        }
      });
    } catch (error) {
      throw new EventStoreAway(`EventStoreDB at ${this.host}`, error);
    }
  }

  /** The address without who signs in there, and without its options. */
  private get host(): string {
    return this.url.replace(/\/\/.*@/, '//').split('?')[0] ?? '';
  }
}

/** Within our own patience: the driver gives reads no deadline, and where the server falls silent an append never ends. */
async function inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(patienceMs);
  const late = Promise.withResolvers<never>();
  const giveUp = (): void => late.reject(new Error(`no answer in ${patienceMs / 1000} s`));
  signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([work(signal), late.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** All events of a stream. */
async function streamOf({ driver, client, signal }: Asked, stream: string): Promise<KeptEvent[]> {
  try {
    const found = await all<ResolvedEvent>(client.readStream(prefix + stream, { requiresLeader }, { signal }));
    return found.flatMap(({ event }) => (event ? [keptOf(event)] : []));
  } catch (error) {
    if (error instanceof driver.StreamNotFoundError) return [];
    throw error;
  }
}

/** Records of the whole log from a place on, with the one that is there. */
function pageOf({ driver, client, signal }: Asked, place: string): Promise<AllStreamResolvedEvent[]> {
  const [commit, prepare] = place.split('/');
  const fromPosition = commit && prepare ? { commit: BigInt(commit), prepare: BigInt(prepare) } : driver.START;
  return all(client.readAll({ fromPosition, maxCount: page, requiresLeader }, { signal }));
}

/** Everything of a read. One that is given up is cancelled, and what its connection says after that harms nobody. */
async function all<E>(reading: StreamingRead<E>): Promise<E[]> {
  reading.on('error', () => undefined);
  try {
    return (await reading.toArray()) as E[];
  } catch (error) {
    reading.cancel().catch(() => undefined);
    throw error;
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
