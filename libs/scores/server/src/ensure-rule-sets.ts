import { isDeepStrictEqual } from 'node:util';
import { checkRuleSet, standardRuleSet, type RuleSet } from '@tq/events';
import { type EventStore, EventStoreAway, openEventStore } from '@tq/platform/event-store';
import { migrate, type Pool } from '@tq/platform/postgres';
import { RuleSetLedger } from './rule-set-ledger';
import { ruleSets } from './rule-set-store';
import { ruleSetSteps } from './tables';

/**
 * Makes the table, brings it up to what was adopted, and adopts the first rule set: the given one, else rule set 1. A
 * given one of a new version holds from now on.
 * @param given what RULES_FILE holds, parsed
 * @param now epoch milliseconds
 * @throws Error in one sentence where it is no rule set, or says something else than its version said before
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
    const known = await broughtUp(ledger, pool, given);
    const same = known.find((one) => one.rules.version === rules.version);
    if (given !== undefined && same && !isDeepStrictEqual(same.rules, rules))
      throw new Error(`RULES_FILE changes rule set ${rules.version}, which is in use: give it a new version.`);
    if (same || (given === undefined && known.length > 0)) return;
    const newest = Math.max(0, ...known.map((one) => one.rules.version));
    const inForceFrom = known.length === 0 ? 0 : now;
    if ((await ledger.adopt({ rules, inForceFrom, createdBy: null, createdAt: now }, newest)) === null) return;
  }
}

/** What is in the table goes on to hold while the event store is away, unless there is something to adopt. */
async function broughtUp(ledger: RuleSetLedger, pool: Pool, given: unknown): ReturnType<typeof ruleSets> {
  try {
    await ledger.bringUp();
  } catch (error) {
    const known = await ruleSets(pool);
    if (!(error instanceof EventStoreAway) || given !== undefined || known.length === 0) throw error;
    return known;
  }
  return ruleSets(pool);
}

function asRuleSet(document: unknown): RuleSet {
  const problems = checkRuleSet(document);
  if (problems.length > 0)
    throw new Error(
      `RULES_FILE is no rule set: ${problems.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`,
    );
  return document as RuleSet;
}
