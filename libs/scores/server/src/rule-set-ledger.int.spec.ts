import { standardRuleSet, type RuleSet } from '@tq/events';
import { type EventStore, EventStoreAway, openEventStore } from '@tq/platform/event-store';
import { createPool, migrate, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import { ensureRuleSets } from './ensure-rule-sets';
import { RuleSetLedger } from './rule-set-ledger';
import { inForceBefore, ruleSets, type StoredRuleSet } from './rule-set-store';
import { ruleSetSteps } from './tables';

const now = Date.parse('2026-01-10T12:00:00Z');
let pool: Pool;
let store: EventStore;
let ledger: RuleSetLedger;

beforeEach(async () => {
  pool = createPool(await freshDatabase(), { name: 'rules', onError: () => undefined });
  store = openEventStore(undefined, pool);
  ledger = new RuleSetLedger(store, pool);
});
afterEach(() => pool.end());

const adopted = (version: number, rescheduleLimit: number, createdBy = 'ana@example.com'): StoredRuleSet => ({
  rules: { ...standardRuleSet, version, rescheduleLimit } satisfies RuleSet,
  inForceFrom: now + version,
  createdBy,
  createdAt: now + version,
});
const table = async (): Promise<number[]> => (await ruleSets(pool)).map(({ rules }) => rules.version);

it('adopts rule set 1 once, however many start at a time', async () => {
  await Promise.all(Array.from({ length: 5 }, () => ensureRuleSets(pool, undefined, now, store)));
  expect(await ruleSets(pool)).toEqual([{ rules: standardRuleSet, inForceFrom: 0, createdBy: null, createdAt: now }]);
  expect((await store.read('rule-sets')).length).toBe(1);
});

it('tells whoever was slower what the others adopted, and keeps theirs', async () => {
  await ensureRuleSets(pool, undefined, now, store);
  const [ana, ben] = [adopted(2, 0.2), adopted(2, 0.3, 'ben@example.com')];
  const answers = await Promise.all([ledger.adopt([ana], 1), ledger.adopt([ben], 1)]);
  const winner = answers[0] === null ? ana : ben;
  expect(answers.filter((answer) => answer !== null)).toEqual([{ newest: 2, newer: [winner] }]);
  expect(await table()).toEqual([1, 2]);
  await ledger.adopt([adopted(3, 0.4)], 2);
  expect((await ledger.adopt([adopted(2, 0.5)], 1))?.newer.map(({ rules }) => rules.version)).toEqual([2, 3]);
});

it('brings the table up to what was adopted by somebody who died before showing it', async () => {
  await ensureRuleSets(pool, undefined, now, store);
  await ledger.adopt([adopted(2, 0.2)], 1);
  await pool.query('DELETE FROM tq.rule_set WHERE version = 2');
  await new RuleSetLedger(store, pool).bringUp();
  expect((await ruleSets(pool))[1]).toEqual(adopted(2, 0.2));
});

it('puts into the stream what the table held before there was one', async () => {
  await migrate(pool, 'tq', ruleSetSteps);
  for (const { rules, inForceFrom, createdBy, createdAt } of [adopted(1, 0.15), adopted(4, 0.2)])
    await pool.query('INSERT INTO tq.rule_set VALUES ($1, $2, $3, $4, $5)', [rules.version, rules, inForceFrom, createdBy, createdAt]); // prettier-ignore
  await Promise.all([ledger.bringUp(), new RuleSetLedger(store, pool).bringUp()]);
  expect((await store.read('rule-sets')).map(({ data }) => (data as { rules: RuleSet }).rules.version)).toEqual([1, 4]);
  expect(await ledger.adopt([adopted(5, 0.3)], 4)).toBeNull();
  expect(await table()).toEqual([1, 4, 5]);
});

it('goes on from the table where the stream ends earlier, as after a while with another event store', async () => {
  await ensureRuleSets(pool, undefined, now, store);
  const { rules, inForceFrom, createdBy, createdAt } = adopted(2, 0.2);
  await pool.query('INSERT INTO tq.rule_set VALUES ($1, $2, $3, $4, $5)', [
    2,
    rules,
    inForceFrom,
    createdBy,
    createdAt,
  ]);
  await Promise.all([ledger.bringUp(), new RuleSetLedger(store, pool).bringUp()]);
  expect((await store.read('rule-sets')).map(({ data }) => (data as { rules: RuleSet }).rules.version)).toEqual([1, 2]);
  expect(await ledger.adopt([adopted(3, 0.3)], 2)).toBeNull();
});

describe('a given rule set', () => {
  const given = (version: number, rescheduleLimit = 0.2): RuleSet => ({ ...standardRuleSet, version, rescheduleLimit });
  const inForce = async (): Promise<[number, number][]> =>
    (await ruleSets(pool)).map(({ rules, inForceFrom }) => [rules.version, inForceFrom]);

  it('holds from the beginning where it comes first, with rule set 1 to compare with', async () => {
    await Promise.all(Array.from({ length: 3 }, () => ensureRuleSets(pool, given(4), now, store)));
    expect(await inForce()).toEqual([[1, 0], [4, 0]]); // prettier-ignore
    expect(inForceBefore(now, await ruleSets(pool))).toEqual(given(4));
  });

  it('may be rule set 1 itself', async () => {
    await ensureRuleSets(pool, given(1), now, store);
    expect(await ruleSets(pool)).toMatchObject([{ rules: given(1), inForceFrom: 0 }]);
  });

  it('holds from now on where another one did, and does not come back after a newer one', async () => {
    await ensureRuleSets(pool, undefined, now, store);
    await ensureRuleSets(pool, given(2), now, store);
    await ledger.adopt([adopted(3, 0.3)], 2);
    await ensureRuleSets(pool, given(2), now + 5000, store);
    expect(await inForce()).toEqual([[1, 0], [2, now], [3, now + 3]]); // prettier-ignore
  });

  it('is refused where its version says something else, or is older than the newest', async () => {
    await ensureRuleSets(pool, given(5), now, store);
    await expect(ensureRuleSets(pool, given(5, 0.3), now, store)).rejects.toThrow(
      'RULES_FILE changes rule set 5, which is in use: give it version 6.',
    );
    await expect(ensureRuleSets(pool, given(2), now, store)).rejects.toThrow(
      'RULES_FILE is rule set 2, and 5 is in use: give it version 6.',
    );
    await expect(ensureRuleSets(pool, { ...given(6), trend: 1 }, now, store)).rejects.toThrow(
      'RULES_FILE is no rule set: /trend is not a known field',
    );
    expect(await table()).toEqual([1, 5]);
  });
});

it('starts by the table while the event store is away, and adopts nothing then', async () => {
  await ensureRuleSets(pool, undefined, now, store);
  const away = openEventStore('esdb://127.0.0.1:1?tls=false&discoveryInterval=10&maxDiscoverAttempts=1', pool);
  await ensureRuleSets(pool, undefined, now, away);
  await ensureRuleSets(pool, standardRuleSet, now, away);
  await expect(ensureRuleSets(pool, adopted(2, 0.2).rules, now, away)).rejects.toBeInstanceOf(EventStoreAway);
  await expect(new RuleSetLedger(away, pool).adopt([adopted(2, 0.2)], 1)).rejects.toBeInstanceOf(EventStoreAway);
  expect(await table()).toEqual([1]);
  await away.close();
}, 30_000);
