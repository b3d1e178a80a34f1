import { standardRuleSet, type Reading, type RuleSet } from '@tq/events';
import { noCounts, type DayCounts } from '@tq/sessions/core';
import type { BetaPrior } from './evidence/beta-prior';
import type { Signal } from './signal';

/** What a signal says of a tutor with these counts in 30 days, and in 90 (the same where they are left out). */
export function read(
  signal: Signal,
  month: Partial<DayCounts>,
  quarter: Partial<DayCounts> = month,
  { prior = { alpha: 1, beta: 9 }, rules = standardRuleSet }: { prior?: BetaPrior; rules?: RuleSet } = {},
): Reading & { severity: number } {
  const windows = { 7: noCounts, 30: { ...noCounts, ...month }, 90: { ...noCounts, ...quarter } };
  const { reading, because, severity } = signal({ windows, prior, rules });
  return { ...reading, because: because(), severity };
}
