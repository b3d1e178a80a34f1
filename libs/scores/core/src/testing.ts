import { standardRuleSet, type ScoreCard } from '@tq/events';
import { noCounts, type DayCounts } from '@tq/sessions/core';
import { assess, type AssessInput } from './score-card.rule';

type Counts = Partial<DayCounts>;

/** The card of a tutor with these counts in 30 days, and in 90 (the same where they are left out). */
export function cardOf(month: Counts, quarter: Counts = month, more: Partial<AssessInput> = {}): ScoreCard {
  return assess({
    tutorId: 'ana',
    name: 'Ana Ruiz',
    departedAt: null,
    asOf: 20514,
    windows: { 7: noCounts, 30: { ...noCounts, ...month }, 90: { ...noCounts, ...quarter } },
    prior: { alpha: 1, beta: 9 },
    rules: standardRuleSet,
    ...more,
  });
}
