import { isDeepStrictEqual } from 'node:util';
import { checkRuleSet, standardRuleSet, type RuleSet } from '@tq/events';
import { type EventStore, EventStoreAway, openEventStore } from '@tq/platform/event-store';
import { migrate, type Pool } from '@tq/platform/postgres';
import { RuleSetLedger } from './rule-set-ledger';
import { ruleSets } from './rule-set-store';
import { ruleSetSteps } from './tables';

/**
 * Makes the table, brings it up to what was adopted, and adopts rule set 1 where there is none yet. A given one of a
 * newer version is adopted too, and holds from now on; from the beginning, where it comes with rule set 1.
 * @param given what RULES_FILE holds, parsed
 * @param now epoch milliseconds
 * @throws Error in one sentence where it is no rule set, says something else than its version said before, or is older
 *   than what was adopted since
 */
export async function ensureRuleSets(
  pool: Pool,
  given: unknown,
  now: number,
  store: EventStore = openEventStore(undefined, pool),
): Promise<void> {
  await migrate(pool, 'tq', ruleSetSteps);
  const rules = given === undefined ? standardRuleSet : asRuleSet(given);
  const ledger = new RuleSetLedger(store, pool);
  // Another process may adopt one at the same time: then what it adopted is looked at as well.
  for (;;) {
    const away = await ledger.bringUp().catch((error: unknown) => {
      if (error instanceof EventStoreAway) return error;
      throw error;
    });
    const known = await ruleSets(pool);
    const newest = Math.max(0, ...known.map((one) => one.rules.version));
    const same = known.find((one) => one.rules.version === rules.version);
    if (given !== undefined && same && !isDeepStrictEqual(same.rules, rules))
      throw new Error(`RULES_FILE changes rule set ${rules.version}, which is in use: give it version ${newest + 1}.`);
    if (same || (given === undefined && known.length > 0)) return;
    // What is in the table goes on to hold while the event store is away; adopted is nothing then.
    if (away) throw away;
    if (rules.version < newest)
      throw new Error(
        `RULES_FILE is rule set ${rules.version}, and ${newest} is in use: give it version ${newest + 1}.`,
      );
    const isFirst = known.length === 0;
    const adopted = (isFirst && rules.version > 1 ? [standardRuleSet, rules] : [rules]).map((one) => ({
      rules: one,
      inForceFrom: isFirst ? 0 : now,
      createdBy: null,
      createdAt: now,
    }));
    if ((await ledger.adopt(adopted, newest)) === null) return;
  }
}

function asRuleSet(document: unknown): RuleSet {
  const problems = checkRuleSet(document);
  if (problems.length > 0)
    throw new Error(
      `RULES_FILE is no rule set: ${problems.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`,
    );
  return document as RuleSet;
}
