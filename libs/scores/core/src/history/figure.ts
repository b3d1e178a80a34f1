import type { RuleSet } from '@tq/events';
import type { WindowLength, Windows } from '@tq/sessions/core';
import { ratesOf, type BetaPrior } from '@tq/signals/core';
import { standingOf, type Standing } from '../standing.rule';

/** What can be asked of two readings: the score, the rates of a window, and how sure it is that the limit is exceeded. */
export const figures = ['score', 'rescheduleRate', 'noShowRate', 'cancellationRate', 'evidence'] as const;
export type Figure = (typeof figures)[number];

/** By what a reading is made besides the facts. */
export interface Judging {
  readonly prior: BetaPrior;
  readonly rules: RuleSet;
}

/** How a tutor stands on these counts. That somebody left has no part in any figure. */
export function judged(windows: Windows, { prior, rules }: Judging): Standing {
  return standingOf({ departed: false, windows, prior, rules });
}

/**
 * One figure of a reading: 0–100 for the score, a share for all others; null where there is nothing to divide by.
 * @param window of a rate; the score and the evidence rest on the windows of their rules
 */
export function figureOf(figure: Figure, window: WindowLength, windows: Windows, standing: Standing): number | null {
  switch (figure) {
    case 'score':
      return standing.score;
    case 'evidence':
      return standing.evidence.probability;
    case 'rescheduleRate':
    case 'noShowRate':
    case 'cancellationRate':
      return ratesOf(windows[window])[figure];
  }
}

/** So many whole units are 1 of a figure: points of the score, hundredths of a percentage point of a share. */
export const unitsOf = (figure: Figure): number => (figure === 'score' ? 1 : 10_000);

/** A figure in whole units, of which differences add up without rounding; no figure is 0. */
export function inUnits(figure: Figure, value: number | null): number {
  return value === null ? 0 : Math.round(value * unitsOf(figure));
}
