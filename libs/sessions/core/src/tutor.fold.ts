import { dayOf, type Day } from './civil-day';
import type { Fact, FactOf } from './fact';
import { byTime } from './known-event';

/** What is known of a tutor besides the sessions. Times are epoch milliseconds. */
export interface Tutor {
  /** `null` until registered. */
  readonly name: string | null;
  readonly email: string | null;
  readonly timeZone: string | null;
  readonly lessonSubjects: readonly string[];
  readonly departedAt: number | null;
}

/**
 * The tutor as of the end of a day: of several registrations the latest holds, of a departure and a registration too, so
 * that who is registered again is back.
 * @returns undefined where no fact stands on or before the day
 */
export function tutorOf(facts: readonly Fact[], asOf: Day, timeZone: string): Tutor | undefined {
  const known = facts.filter(({ at }) => dayOf(at, timeZone) <= asOf);
  if (known.length === 0) return undefined;
  const registered = latest(known, 'tutoring.tutor.registered.v1');
  const departed = latest(known, 'tutoring.tutor.departed.v1');
  return {
    name: registered?.data.name ?? null,
    email: registered?.data.email ?? null,
    timeZone: registered?.data.timeZone ?? null,
    lessonSubjects: registered?.data.lessonSubjects ?? [],
    departedAt: departed && (!registered || byTime(departed, registered) > 0) ? departed.at : null,
  };
}

function latest<T extends Fact['type']>(facts: readonly Fact[], type: T): FactOf<T> | undefined {
  return facts
    .filter((fact): fact is FactOf<T> => fact.type === type)
    .toSorted(byTime)
    .at(-1);
}
