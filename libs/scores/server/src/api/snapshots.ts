import { Inject, Injectable } from '@nestjs/common';
import type { RuleSet } from '@tq/events';
import { ProblemError } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import { dayFromText, dayOf, dayText } from '@tq/sessions/core';
import { ruleSets } from '../rule-set-store';
import { LiveReadings } from './live-readings';
import { PastSnapshots } from './past-snapshots';
import type { Snapshot } from './snapshot';
import type { AsOfQuery } from './tutor-query.dto';

/** The snapshot that a request asks for. */
@Injectable()
export class Snapshots {
  constructor(
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(PastSnapshots) private readonly past: PastSnapshots,
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
  ) {}

  /** @throws ProblemError 400 for a day to come or an unknown rule set, 501 for knownAt, 503 before the first readings */
  async of({ asOf, knownAt, ruleSet }: AsOfQuery): Promise<Snapshot> {
    if (knownAt !== undefined) throw new ProblemError(501, { detail: 'knownAt is not built yet.' });
    const { snapshot, projection } = this.live.current;
    const isOfToday = asOf === undefined || asOf === snapshot.asOf;
    if (isOfToday && (ruleSet === undefined || ruleSet === snapshot.ruleSetVersion)) return snapshot;
    const today = dayOf(Date.now(), projection.timeZone);
    const day = dayFromText(asOf ?? snapshot.asOf);
    if (day > today) throw new ProblemError(400, { detail: `asOf is after today, ${dayText(today)}.` });
    return this.past.of(day, ruleSet === undefined ? null : await this.rules(ruleSet));
  }

  private async rules(version: number): Promise<RuleSet> {
    const found = (await ruleSets(this.database.pool)).find(({ rules }) => rules.version === version);
    if (found === undefined) throw new ProblemError(400, { detail: `There is no rule set ${version}.` });
    return found.rules;
  }
}
