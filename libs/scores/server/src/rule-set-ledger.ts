import { randomUUID } from 'node:crypto';
import type { RuleSet } from '@tq/events';
import { type EventStore, type KeptEvent, type NewEvent, noRevision } from '@tq/platform/event-store';
import { inTransaction, type Pool } from '@tq/platform/postgres';
import { v5 } from 'uuid';
import { ruleSetChannel, ruleSets, type StoredRuleSet } from './rule-set-store';

const stream = 'rule-sets';
const type = 'rule-set-adopted';
const namespace = '2b8c7a50-5f0b-4a6e-9d53-2f4f6c1b7a11';

/** What such an event says. Times are epoch milliseconds. */
interface Adopted {
  readonly rules: RuleSet;
  readonly inForceFrom: number;
  readonly by: string | null;
  readonly at: number;
}

/** Somebody adopted newer rules than were known: these, oldest first. */
export interface RuleSetConflict {
  readonly newest: number;
  readonly newer: readonly StoredRuleSet[];
}

/**
 * Rule sets as they were adopted, one after the other, each by somebody who knew the one before. The stream in the event
 * store is the truth; table `tq.rule_set` is its projection, which everybody reads.
 */
export class RuleSetLedger {
  constructor(
    private readonly store: EventStore,
    private readonly pool: Pool,
  ) {}

  /**
   * Brings the table up to the stream. What the table has beyond it is put there first: it was made before there was a
   * stream, or with another event store.
   * @throws EventStoreAway
   */
  async bringUp(): Promise<void> {
    let kept = await this.store.read(stream);
    const newest = newestOf(kept);
    const beyond = (await ruleSets(this.pool)).filter(({ rules }) => rules.version > newest);
    if (beyond.length > 0) {
      beyond.sort((a, b) => a.rules.version - b.rules.version);
      // The same ids whoever does it, so that two at once do it once.
      const events = beyond.map((one) => eventOf(one, v5(String(one.rules.version), namespace)));
      await this.store.append(stream, kept.at(-1)?.revision ?? noRevision, events);
      kept = await this.store.read(stream);
    }
    await this.project(kept);
  }

  /**
   * Appends rules, all or none, for which nothing else stands under their versions.
   * @param adopted each of a higher version than the one before
   * @param expected the newest version that is known; 0: none
   * @returns null when they are adopted @throws EventStoreAway: sent again with the same version they are not doubled
   */
  async adopt(adopted: readonly StoredRuleSet[], expected: number): Promise<RuleSetConflict | null> {
    const kept = await this.store.read(stream);
    const all = kept.map(adoptedOf);
    if (newestOf(kept) === expected) {
      const events = adopted.map((one) => eventOf(one, randomUUID()));
      const answer = await this.store.append(stream, kept.at(-1)?.revision ?? noRevision, events);
      if (!('conflict' in answer)) {
        await this.bringUp();
        return null;
      }
      all.push(...answer.since.map(adoptedOf));
    }
    await this.project(await this.store.read(stream));
    return {
      newest: all.at(-1)?.rules.version ?? 0,
      newer: all.slice(all.findIndex(({ rules }) => rules.version === expected) + 1),
    };
  }

  private async project(kept: readonly KeptEvent[]): Promise<void> {
    const known = new Set((await ruleSets(this.pool)).map(({ rules }) => rules.version));
    const missing = kept.map(adoptedOf).filter(({ rules }) => !known.has(rules.version));
    if (missing.length === 0) return;
    await inTransaction(this.pool, async (client) => {
      for (const { rules, inForceFrom, createdBy, createdAt } of missing)
        await client.query(
          `INSERT INTO tq.rule_set (version, rules, in_force_from, created_by, created_at)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
          [rules.version, JSON.stringify(rules), inForceFrom, createdBy, createdAt],
        );
      await client.query('SELECT pg_notify($1, $2)', [ruleSetChannel, String(missing.at(-1)?.rules.version)]);
    });
  }
}

function eventOf({ rules, inForceFrom, createdBy, createdAt }: StoredRuleSet, id: string): NewEvent {
  return { id, type, data: { rules, inForceFrom, by: createdBy, at: createdAt } satisfies Adopted };
}

/** The version of the last rule set of a stream; 0: there is none. */
function newestOf(kept: readonly KeptEvent[]): number {
  const last = kept.at(-1);
  return last === undefined ? 0 : adoptedOf(last).rules.version;
}

function adoptedOf({ data }: KeptEvent): StoredRuleSet {
  const { rules, inForceFrom, by, at } = data as Adopted;
  return { rules, inForceFrom, createdBy: by, createdAt: at };
}
