import type { TutoringEvent } from '@tq/events';

/** Where events go. */
export interface Sink {
  /** How many events at most are handed over at once. */
  readonly batch: number;
  /** Returns when the events are safely there; waits for a receiver that is away, and sends again with the same ids. */
  send(events: readonly TutoringEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** Ways into the platform, by `--via`. */
export const ways = ['http', 'webhook', 'kafka'] as const;
export type Way = (typeof ways)[number];
