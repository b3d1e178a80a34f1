import { Inject, Injectable, Logger } from '@nestjs/common';
import { checkRuleSet, type RuleSet } from '@tq/events';
import { EventStoreAway } from '@tq/platform/event-store';
import { ProblemError, unavailable } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import { RuleSetLedger } from '../rule-set-ledger';
import { inForceBefore, ruleSets, type StoredRuleSet } from '../rule-set-store';
import { LiveReadings } from './live-readings';
import type { NewRuleSet, RuleSetItem, RuleSetList, RuleSetPreview } from './rule-set.dto';
import { WhatIf } from './what-if';

/** Versions of the rules. None is ever changed: a new limit is a new version that holds from then on. */
@Injectable()
export class RuleSets {
  private readonly logger = new Logger('rules');

  constructor(
    @Inject(RuleSetLedger) private readonly ledger: RuleSetLedger,
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(WhatIf) private readonly whatIf: WhatIf,
  ) {}

  async list(): Promise<RuleSetList> {
    // Somebody may have died between adopting one and showing it. While the event store is away the table is right.
    await this.ledger
      .bringUp()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'rule sets are as last known'));
    const all = await ruleSets(this.database.pool);
    return { items: itemsOf(all) };
  }

  /**
   * Appends a version. Two administrators cannot overwrite each other: whoever did not know the newest version is told,
   * with what the others made of it.
   * @throws ProblemError 400 with what keeps it from being a rule set, 409 when there is a newer version than expected,
   *   503 while the event store is away
   */
  async create({ expectedVersion, rules }: NewRuleSet, by: string): Promise<RuleSetItem> {
    const version = expectedVersion + 1;
    const now = Date.now();
    const adopted = { rules: checkedRules(rules, version), inForceFrom: now, createdBy: by, createdAt: now };
    const conflict = await this.ledger.adopt([adopted], expectedVersion).catch((error: unknown) => {
      if (!(error instanceof EventStoreAway)) throw error;
      throw unavailable('The event store, where decisions are kept, does not answer. Try again in a moment.', error);
    });
    if (conflict !== null)
      throw new ProblemError(409, {
        detail: `Version ${conflict.newest} is the newest by now: look at it, then change that.`,
        members: { newestVersion: conflict.newest, newer: itemsOf(conflict.newer) },
      });
    return itemsOf(await ruleSets(this.database.pool)).find((item) => item.version === version)!;
  }

  /** What would change, today and on the days before. @throws ProblemError 400, 503 */
  preview(rules: object): Promise<RuleSetPreview> {
    return this.whatIf.of(checkedRules(rules, this.live.current.snapshot.ruleSetVersion + 1));
  }
}

function checkedRules(rules: object, version: number): RuleSet {
  const given = (rules as { version?: unknown }).version;
  const document = { ...rules, version: given ?? version };
  const problems = [...checkRuleSet(document)];
  if (problems.length > 0) {
    const errors = problems.map(({ pointer, detail }) => ({ pointer: `/rules${pointer}`, detail }));
    throw new ProblemError(400, {
      detail: errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '),
      errors,
    });
  }
  return { ...(document as RuleSet), version };
}

function itemsOf(all: readonly StoredRuleSet[]): RuleSetItem[] {
  const inForce = all.length === 0 ? undefined : inForceBefore(Date.now() + 1, all).version;
  return all
    .map((one) => ({
      version: one.rules.version,
      rules: one.rules,
      inForceFrom: new Date(one.inForceFrom).toISOString(),
      createdBy: one.createdBy,
      createdAt: new Date(one.createdAt).toISOString(),
      inForce: one.rules.version === inForce,
    }))
    .toReversed();
}
