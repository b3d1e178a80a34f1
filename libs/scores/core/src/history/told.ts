import { byTime, dayOf, standingOverTime, standsSame, type Day, type ExcuseDecision, type Fact, type KnownEvent } from '@tq/sessions/core'; // prettier-ignore

/** All that was ever said of one tutor, in any order, any number of times. */
export interface Told {
  readonly events: readonly KnownEvent[];
  readonly excuses: readonly ExcuseDecision[];
  /** The platform's, IANA. */
  readonly timeZone: string;
}

/**
 * How a fact came to stand as it does: `happened` on a day that was passed, or `undone` with one that was passed
 * backwards; the others by what was learned of it, or by a moment before which it was not.
 */
export type How =
  'happened' | 'undone' | 'learned' | 'forgotten' | 'corrected' | 'uncorrected' | 'retracted' | 'excused' | 'unexcused';

/** One fact that stands otherwise; undefined: it does not stand, or not on the days that are read. */
export interface FactChange {
  readonly how: How;
  /** When it happened or was learned, in epoch milliseconds. */
  readonly at: number;
  /** As it stands then, or last stood. */
  readonly fact: Fact;
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
}

/** What happened to a fact as more (`forward`) or less is known. */
export function howOf(before: Fact | undefined, after: Fact | undefined, forward: boolean): How {
  if (!before) return 'learned';
  if (!after) return forward ? 'retracted' : 'forgotten';
  if (before.correctedBy !== after.correctedBy) return after.correctedBy === undefined ? 'uncorrected' : 'corrected';
  return after.excused ? 'excused' : 'unexcused';
}

/** How every fact stood at two moments of learning; `at` is when it last changed between them (0: it did not). */
export interface StoodAtTwo {
  readonly was: Fact | undefined;
  readonly is: Fact | undefined;
  readonly at: number;
}

/** @param first @param second epoch milliseconds, Infinity for now; in either order */
export function stoodAt({ events, excuses }: Told, first: number, second: number): StoodAtTwo[] {
  const [low, high] = [Math.min(first, second), Math.max(first, second)];
  const stood = new Map<string, { was: Fact | undefined; is: Fact | undefined; at: number }>();
  for (const { identity, from, after } of standingOverTime(events, excuses)) {
    if (from > high) continue;
    const one = stood.get(identity) ?? { was: undefined, is: undefined, at: 0 };
    stood.set(identity, one);
    if (from <= first) one.was = after;
    if (from <= second) one.is = after;
    if (from > low) one.at = from;
  }
  return [...stood.values()].filter(({ was, is }) => was !== undefined || is !== undefined);
}

/** What is known otherwise at the second moment of the days up to one, in the order in which it was learned. */
export function learnedBetween(
  stood: readonly StoodAtTwo[],
  asOf: Day,
  forward: boolean,
  timeZone: string,
): FactChange[] {
  const until = (fact: Fact | undefined) => (fact && dayOf(fact.at, timeZone) <= asOf ? fact : undefined);
  return stood
    .filter(({ was, is }) => !standsSame(was, is) && (until(was) !== undefined || until(is) !== undefined))
    .map(({ was, is, at }) => ({
      ...{ how: howOf(was, is, forward), at, fact: (is ?? was) as Fact },
      before: until(was),
      after: until(is),
    }))
    .sort(inOrder);
}

/** The order of changes that were learned. */
export function inOrder(a: Pick<FactChange, 'at' | 'fact'>, b: Pick<FactChange, 'at' | 'fact'>): number {
  return a.at - b.at || byTime(a.fact, b.fact);
}
