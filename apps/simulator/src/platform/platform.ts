/** What makes one mock platform; equal settings give equal events, byte for byte. */
export interface Platform {
  readonly seed: number;
  readonly tutors: number;
  /** Sessions a day, on average over a normal week. */
  readonly perDay: number;
  /** Epoch ms; the first session of the platform begins here or later. */
  readonly origin: number;
}

/** A fact and the instant (epoch ms) at which the platform tells of it: never before it happened. */
export interface Telling<Event> {
  readonly at: number;
  readonly event: Event;
}

/** The `source` of the platform's events. */
export const sourceOf = ({ seed }: Platform): string => `/rails/simulated/${seed}`;
