import type { DayCounts } from '@tq/sessions/core';

/** Unrounded quotients between 0 and 1; null over 0. */
export interface Rates {
  readonly rescheduleRate: number | null;
  readonly noShowRate: number | null;
  readonly cancellationRate: number | null;
}

/** The three rates of a window (contract §2). */
export function ratesOf({ counted, tutorMoved, held, missed, tutorCancelled }: DayCounts): Rates {
  return {
    rescheduleRate: quotient(tutorMoved, counted),
    noShowRate: quotient(missed, held + missed),
    cancellationRate: quotient(tutorCancelled, held + missed + tutorCancelled),
  };
}

function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
