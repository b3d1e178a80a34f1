import { isDeepStrictEqual } from 'node:util';
import { checkRuleSet, standardRuleSet, type RuleSet } from '@tq/events';
import { inTransaction, migrate, type Pool, type Queryable } from '@tq/platform/postgres';
import { ruleSetSteps } from './tables';

/** The channel on which a new rule set is told. */
export const ruleSetChannel = 'tq_rules';

/** A version of the rules, and from when on it holds (epoch milliseconds). */
export interface StoredRuleSet {
  readonly rules: RuleSet;
  readonly inForceFrom: number;
  readonly createdBy: string | null;
  readonly createdAt: number;
}

/**
 * Makes the table, and the first rule set: the given one, else rule set 1. A given one of a new version holds from now on.
 * @param given what RULES_FILE holds, parsed
 * @throws Error in one sentence where it is no rule set, or says something else than its version said before
 */
export async function ensureRuleSets(pool: Pool, given: unknown, now: number): Promise<void> {
  await migrate(pool, 'tq', ruleSetSteps);
  const rules = given === undefined ? standardRuleSet : asRuleSet(given);
  await inTransaction(pool, async (client) => {
    await client.query('LOCK TABLE tq.rule_set IN EXCLUSIVE MODE');
    const known = await ruleSets(client);
    const same = known.find((one) => one.rules.version === rules.version);
    if (given !== undefined && same && !isDeepStrictEqual(same.rules, rules))
      throw new Error(`RULES_FILE changes rule set ${rules.version}, which is in use: give it a new version.`);
    if (same || (given === undefined && known.length > 0)) return;
    await client.query(
      'INSERT INTO tq.rule_set (version, rules, in_force_from, created_by, created_at) VALUES ($1, $2, $3, NULL, $4)',
      [rules.version, JSON.stringify(rules), known.length === 0 ? 0 : now, now],
    );
    await client.query(`SELECT pg_notify($1, $2)`, [ruleSetChannel, String(rules.version)]);
  });
}

function asRuleSet(document: unknown): RuleSet {
  const problems = checkRuleSet(document);
  if (problems.length > 0)
    throw new Error(
      `RULES_FILE is no rule set: ${problems.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`,
    );
  return document as RuleSet;
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
