import type { ScoreCard } from '@tq/events';
import { signals, type Judgement } from '@tq/signals/core';

/** What one aspect takes from the score. `points` is a whole number from −weight to 0. */
export type Part = ScoreCard['parts'][number];

/**
 * What each signal takes from the score: its weight × its severity, in whole points, so that the score, 100 + their sum,
 * lies within 0–100 by construction and a change of it splits exactly among them.
 * @param judgements one for each signal, in the catalogue's order
 */
export function pointsOf(judgements: readonly Judgement[]): number[] {
  return signals.map(({ weight }, i) => 0 - Math.round(weight * (judgements[i] as Judgement).severity));
}

/** The score's parts, each with its reason. */
export function partsOf(judgements: readonly Judgement[], sentences: readonly string[]): Part[] {
  const points = pointsOf(judgements);
  return signals.map(({ name }, i) => ({ part: name, points: points[i] as number, because: sentences[i] as string }));
}
