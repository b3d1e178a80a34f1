/** Something that was decided, before it is kept. */
export interface NewEvent {
  /** A UUID, in small letters: by it an append that is sent again is known. */
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Something that was decided, at its place. */
export interface KeptEvent extends NewEvent {
  readonly stream: string;
  /** 0, 1, 2 … within its stream. */
  readonly revision: number;
  /** When it was kept: epoch milliseconds. */
  readonly at: number;
}

/** Kept: the stream ends with this revision now. Or not: somebody else was first, with these events. */
export type Appended =
  { readonly revision: number } | { readonly conflict: true; readonly revision: number; readonly since: KeptEvent[] };

/** A run of all events in the order in which they were committed, and the place behind it. */
export interface Run {
  readonly events: KeptEvent[];
  /** What to ask for next; to be kept as it is. */
  readonly after: string;
}

/** The revision of a stream that nothing was appended to yet. */
export const noRevision = -1;

/**
 * Where decisions of administrators live: few, one stream for each case, appended with the revision that the decider
 * knew, so that two of them never overwrite each other. Every implementation passes event-store.int.spec.ts.
 */
export interface EventStore {
  /**
   * Appends all events or none. Sent again it finds itself: the answer is the first one's, whatever was appended since.
   * @param expected the last revision that is known; {@link noRevision} for none
   * @param events at least one
   * @throws EventStoreAway
   */
  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended>;
  /** All events of a stream, oldest first; none where it is not there. @throws EventStoreAway */
  read(stream: string): Promise<KeptEvent[]>;
  /** At most `most` events of all streams, behind a place; null: from the first one. @throws EventStoreAway */
  readAll(after: string | null, most: number): Promise<Run>;
  /** One sentence where it does not answer, else null. */
  trouble(): Promise<string | null>;
  close(): Promise<void>;
}

/**
 * The answer to an append behind whose expected revision the stream goes on already.
 * @param since what stands there @param last the stream's last revision
 */
export function foundInPlace(
  expected: number,
  events: readonly NewEvent[],
  since: readonly KeptEvent[],
  last: number,
): Appended {
  const isItself = events.every(({ id }, i) => since[i]?.id === id);
  return isItself ? { revision: expected + events.length } : { conflict: true, revision: last, since: [...since] };
}

/** The store does not answer: nothing is known of what was to be appended; asked again with the same ids it is safe. */
export class EventStoreAway extends Error {
  /** The answer of HTTP services. */
  readonly status = 503;
  override readonly name = 'EventStoreAway';

  /** @param server how a person names it @param cause what its driver says */
  constructor(server: string, cause: unknown) {
    super(`${server} does not answer: ${reasonOf(cause)}`, { cause });
  }
}

/** "connect ECONNREFUSED 127.0.0.1:2113", without what gRPC puts around it. */
function reasonOf(cause: unknown): string {
  const { message = cause } = (cause ?? {}) as { message?: unknown };
  return String(message)
    .replace(/^.*Last error: (?:Error: )?/, '')
    .replace(/\. Resolution note:.*$/, '');
}
