import type { RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import { ratesOf } from '../rates';

/** Sessions that ended one way or another, and those of them that the tutor called off. */
export interface Cancellations {
  readonly tutorCancelled: number;
  /** held + missed + tutorCancelled */
  readonly ended: number;
  /** tutorCancelled / ended; null over 0. */
  readonly rate: number | null;
}

/** The cancellations of the usual window. */
export function cancellationsOf(windows: Windows, { window }: RuleSet): Cancellations {
  const { held, missed, tutorCancelled } = windows[window];
  return {
    tutorCancelled,
    ended: held + missed + tutorCancelled,
    rate: ratesOf(windows[window]).cancellationRate,
  };
}
