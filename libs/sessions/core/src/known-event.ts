import { compareCodePoints, instantOf, type TutoringEvent } from '@tq/events';

/** Where a record stands on the log. `timestamp` is the broker's, in epoch milliseconds. */
export interface RecordPlace {
  readonly timestamp: number;
  readonly partition: number;
  readonly offset: number;
}

type Known<E> = E extends TutoringEvent
  ? {
      readonly source: string;
      readonly subject: string;
      readonly id: string;
      readonly type: E['type'];
      /** When it happened, in epoch milliseconds. */
      readonly at: number;
      /** When we learned of it, in epoch milliseconds. */
      readonly learnedAt: number;
      readonly data: E['data'];
      readonly record: RecordPlace;
    }
  : never;

/** A valid event of the log as it was written, with what of it the figures need. Told apart by `type`. */
export type KnownEvent = Known<TutoringEvent>;

/** A checked event at its place on the log. */
export function knownEvent(event: TutoringEvent, record: RecordPlace): KnownEvent {
  return {
    source: event.source,
    subject: event.subject,
    id: event.id,
    type: event.type,
    at: instantOf(event.time),
    learnedAt: learnedAt(event, record),
    data: event.data,
    record,
  } as KnownEvent;
}

/** When we learned of an event (epoch milliseconds): its `recordedtime` where that is not after the record, else the record's time. */
export function learnedAt(
  { recordedtime }: { readonly recordedtime?: string | null },
  { timestamp }: Pick<RecordPlace, 'timestamp'>,
): number {
  // A producer cannot have learned of something after it told us: then its clock is wrong and the record's holds.
  return recordedtime == null ? timestamp : Math.min(instantOf(recordedtime), timestamp);
}

/** What identifies an event within its tutor: `source` and `id` (an id holds no space). */
export function identityOf(event: { readonly source: string; readonly id: string }): string {
  return `${event.id} ${event.source}`;
}

/** The one order of everything: by (`time`, `id`, `source`), strings by code point. */
export function byTime(a: Ordered, b: Ordered): number {
  return a.at - b.at || compareCodePoints(a.id, b.id) || compareCodePoints(a.source, b.source);
}
interface Ordered {
  readonly at: number;
  readonly id: string;
  readonly source: string;
}
