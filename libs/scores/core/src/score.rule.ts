import type { ScoreCard } from '@tq/events';
import { signals, type Judgement } from '@tq/signals/core';

/** What one aspect takes from the score. `points` is a whole number from −weight to 0. */
export type Part = ScoreCard['parts'][number];

/**
 * The score's parts: each signal takes its weight × its severity, in whole points, so that the score, 100 + their sum,
 * lies within 0–100 by construction and a change of it splits exactly among them.
 */
export function partsOf(judgements: ReadonlyMap<string, Judgement>): Part[] {
  return signals.map(({ name, weight }) => {
    const { reading, severity } = judgements.get(name) as Judgement;
    return { part: name, points: 0 - Math.round(weight * severity), because: reading.because };
  });
}

/** 0–100, 100 best. */
export function scoreOf(parts: readonly Part[]): number {
  return parts.reduce((score, { points }) => score + points, 100);
}
