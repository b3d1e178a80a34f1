import type { NewestEvent, Said } from '@tq/events';
import type { KnownEvent } from './known-event';

/** Types that speak of other events instead of the world. */
export type AmendmentType = 'tutoring.event.corrected.v1' | 'tutoring.event.retracted.v1';

type Standing<E> = E extends KnownEvent
  ? E & {
      /** Whether it is not held against the tutor: only where the tutor caused it. */
      readonly excused: boolean;
      /** The id of the correction (of the same source) whose data and time these are. */
      readonly correctedBy?: string;
      /** Its type and its data (the corrected ones) as they were written, where that was an older version. */
      readonly written?: Said;
    }
  : never;

/** A fact as it stands: not retracted, its data and time the corrected ones, its excuse decided, in the newest version of its type. */
export type Fact = Standing<Exclude<Extract<KnownEvent, { type: NewestEvent['type'] }>, { type: AmendmentType }>>;

/** The fact of one type. */
export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** A standing fact of a session. */
export type SessionFact = Extract<Fact, { type: `tutoring.session.${string}` }>;

/** Whether the fact belongs to a session. */
export function isSessionFact(fact: Fact): fact is SessionFact {
  return fact.type.startsWith('tutoring.session.');
}
