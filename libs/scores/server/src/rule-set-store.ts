import type { RuleSet } from '@tq/events';
import type { Queryable } from '@tq/platform/postgres';

/** The channel on which a new rule set is told. */
export const ruleSetChannel = 'tq_rules';

/** A version of the rules, and from when on it holds (epoch milliseconds). */
export interface StoredRuleSet {
  readonly rules: RuleSet;
  readonly inForceFrom: number;
  readonly createdBy: string | null;
  readonly createdAt: number;
}

/** All versions, the one that holds longest first. */
export async function ruleSets(db: Queryable): Promise<StoredRuleSet[]> {
  const { rows } = await db.query<{ rules: RuleSet; in_force_from: number; created_by: string; created_at: number }>(
    'SELECT rules, in_force_from, created_by, created_at FROM tq.rule_set ORDER BY in_force_from, version',
  );
  return rows.map((row) => ({
    rules: row.rules,
    inForceFrom: row.in_force_from,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
}

/** The one in force just before an instant (the end of a day; for today, now); before all, the first. */
export function inForceBefore(instant: number, all: readonly StoredRuleSet[]): RuleSet {
  const holding = all.findLast(({ inForceFrom }) => inForceFrom < instant) ?? all[0];
  if (!holding) throw new Error('There is no rule set yet: scoring makes the first one at its first start.');
  return holding.rules;
}
