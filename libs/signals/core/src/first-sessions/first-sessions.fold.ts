import type { RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';

/** How many students' first sessions the tutor missed in the usual window. */
export function firstSessionsMissed(windows: Windows, { window }: RuleSet): number {
  return windows[window].firstMissed;
}
