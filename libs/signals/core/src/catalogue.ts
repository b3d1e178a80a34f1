import { cancellations } from './cancellations/cancellations.rule';
import { firstSessions } from './first-sessions/first-sessions.rule';
import { noShows } from './no-shows/no-shows.rule';
import { reschedules } from './reschedules/reschedules.rule';
import type { Signal } from './signal';

/** A signal's place among the others. */
export interface CatalogueLine {
  readonly name: string;
  readonly judge: Signal;
  /** What the score loses at most by it; the weights add up to 100, so that no score is cut off at 0. */
  readonly weight: number;
  /** Whether a clause of the rule set rests on it. One that only informs leaves the risk level as it is. */
  readonly countsTowardsLevel: boolean;
}

/** Every signal, in the order in which a person reads them. */
export const signals: readonly CatalogueLine[] = [
  { name: 'reschedules', judge: reschedules, weight: 50, countsTowardsLevel: true },
  { name: 'no-shows', judge: noShows, weight: 25, countsTowardsLevel: true },
  { name: 'cancellations', judge: cancellations, weight: 15, countsTowardsLevel: true },
  { name: 'first-sessions', judge: firstSessions, weight: 10, countsTowardsLevel: true },
];
