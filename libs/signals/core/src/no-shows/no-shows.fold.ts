import type { RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import { ratesOf } from '../rates';

/** Sessions that came to their hour, and those of them that the tutor missed. */
export interface NoShows {
  readonly missed: number;
  /** held + missed */
  readonly due: number;
  /** missed / due; null over 0. */
  readonly rate: number | null;
}

/** The no-shows of the usual window. */
export function noShowsOf(windows: Windows, { window }: RuleSet): NoShows {
  const counts = windows[window];
  return { missed: counts.missed, due: counts.held + counts.missed, rate: ratesOf(counts).noShowRate };
}
