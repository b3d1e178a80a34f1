import type { RiskLevel, WindowFigures } from '@tq/events';
import { byTime, dayOf, FactDays, standingOverTime, type Day, type Fact } from '@tq/sessions/core';
import { figuresOf } from '../window-figures.fold';
import { judged, type Judging } from './figure';
import { howOf, inOrder, stoodAt, type FactChange, type Told } from './told';

/** By which clock one goes from fact to fact: when they happened, as they stand; or when we learned of each, and of each word on it. */
export const stepOrders = ['happened', 'learned'] as const;
export type StepOrder = (typeof stepOrders)[number];

/** How a tutor stands on one side of a step. */
export interface StepStanding {
  readonly riskLevel: RiskLevel;
  readonly needsYou: boolean;
  readonly score: number;
  /** That the true reschedule rate exceeds the limit. */
  readonly evidence: number | null;
  readonly windows: Readonly<Record<'7' | '30' | '90', WindowFigures>>;
}

/** One fact, and the figures of the day with and without it. */
export interface FactStep extends FactChange {
  readonly asOf: Day;
  readonly standingBefore: StepStanding;
  readonly standingAfter: StepStanding;
}

/** One step before its figures: which fact, and on which day. */
export type StepChange = FactChange & { readonly asOf: Day };

/**
 * The facts of one tutor one after another up to a day, with what was known at a moment. By when they happened each comes
 * once, as it stands; by when they were learned each comes as it was first said, and again with every word on it.
 * Depends on the set of what was said only.
 * @param knownAt epoch milliseconds; null: now
 */
export function stepChanges(told: Told, order: StepOrder, asOf: Day, knownAt: number | null): StepChange[] {
  const until = knownAt ?? Infinity;
  const dated = ({ at }: { readonly at: number }) => dayOf(at, told.timeZone);
  const changes = order === 'happened' ? happened(told, until, dated) : learned(told, until, dated);
  return changes.filter((change) => change.asOf <= asOf);
}

type Dated = (what: { readonly at: number }) => Day;

function happened(told: Told, until: number, dated: Dated): StepChange[] {
  return stoodAt(told, until, until)
    .flatMap(({ is }) => (is ? [is] : []))
    .sort(byTime)
    .map((after) => ({ how: 'happened', at: after.at, asOf: dated(after), fact: after, before: undefined, after }));
}

function learned({ events, excuses }: Told, until: number, dated: Dated): StepChange[] {
  const changes: StepChange[] = [];
  for (const { from, before, after } of standingOverTime(events, excuses)) {
    if (from > until) continue;
    const fact = (after ?? before) as Fact;
    changes.push({ how: howOf(before, after, true), at: from, asOf: dated({ at: from }), fact, before, after });
  }
  return changes.sort(inOrder);
}

/**
 * What each of some steps changed: the figures as of its day just before and just after it.
 * @param changes all of them, as {@link stepChanges} gives them
 * @param from the first that is wanted; all from there on are given
 * @param judging of each wanted step's day
 */
export function stepsFrom(
  changes: readonly StepChange[],
  from: number,
  timeZone: string,
  judging: (day: Day) => Judging,
): FactStep[] {
  const days = new FactDays(timeZone);
  for (const { before, after } of changes.slice(0, from)) days.change(before, after);
  return changes.slice(from).map((change) => {
    const standingBefore = standing(days, change.asOf, judging(change.asOf));
    days.change(change.before, change.after);
    return { ...change, standingBefore, standingAfter: standing(days, change.asOf, judging(change.asOf)) };
  });
}

function standing(days: FactDays, asOf: Day, judging: Judging): StepStanding {
  const windows = days.windowsAsOf(asOf);
  const { riskLevel, needsYou, score, evidence } = judged(windows, judging);
  return {
    riskLevel,
    needsYou,
    score,
    evidence: evidence.probability,
    windows: { '7': figuresOf(windows[7]), '30': figuresOf(windows[30]), '90': figuresOf(windows[90]) },
  };
}
