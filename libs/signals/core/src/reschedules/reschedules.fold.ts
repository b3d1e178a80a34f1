import type { RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import { evidenceWindow } from '../evidence/evidence.rule';

/** Sessions that were the tutor's to keep, and those of them that the tutor moved. */
export interface Reschedules {
  readonly counted: number;
  readonly tutorMoved: number;
  /** Length of the window, in days. */
  readonly window: 7 | 30 | 90;
}

/** The reschedules of the window that is judged. */
export function reschedulesOf(windows: Windows, rules: RuleSet): Reschedules {
  const window = evidenceWindow(windows, rules);
  const { counted, tutorMoved } = windows[window];
  return { counted, tutorMoved, window };
}
