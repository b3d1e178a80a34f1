import { Inject, Injectable } from '@nestjs/common';
import { instantOf, type RuleSet } from '@tq/events';
import { ProblemError } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import { dayFromText, dayOf, dayText, type Day } from '@tq/sessions/core';
import { ruleSets } from '../rule-set-store';
import { sparklinesOf } from '../sparklines.query';
import { LiveReadings } from './live-readings';
import { PastSnapshots } from './past-snapshots';
import type { PastTutor } from './past-tutor';
import type { RankedTutor, Snapshot } from './snapshot';
import { noExtras, tutorItemOf } from './tutor-extras';
import type { TutorItem } from './tutor-item.dto';
import type { AsOfQuery } from './tutor-query.dto';

/** What a request asks for: a snapshot, and its rows as they are shown. */
export interface TutorsView<Row extends RankedTutor = RankedTutor> {
  readonly snapshot: Snapshot<Row>;
  /** RFC 3339; null: with all that is known now. */
  readonly knownAt: string | null;
  /** Whole items of some rows. @param withLines false: without sparklines */
  readonly shown: (rows: readonly RankedTutor[], withLines?: boolean) => Promise<TutorItem[]>;
}

/** The day and the moment of knowledge that a request means. */
export interface Clocks {
  readonly day: Day;
  /** Epoch milliseconds; null: with all that is known now. */
  readonly knownAt: number | null;
}

/** The snapshot that a request asks for. */
@Injectable()
export class Snapshots {
  constructor(
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(PastSnapshots) private readonly past: PastSnapshots,
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
  ) {}

  /** @throws ProblemError 400 for a day or a moment to come or an unknown rule set, 503 before the first readings */
  async of(query: AsOfQuery): Promise<TutorsView> {
    const { snapshot } = this.live.current;
    const isOfToday = query.asOf === undefined || query.asOf === snapshot.asOf;
    const isOfNow = isOfToday && query.knownAt === undefined;
    if (isOfNow && (query.ruleSet === undefined || query.ruleSet === snapshot.ruleSetVersion))
      return { snapshot, knownAt: null, shown: (rows) => Promise.resolve(rows as TutorItem[]) };
    const { day, knownAt } = this.clocks(query);
    const rules = query.ruleSet === undefined ? null : await this.rules(query.ruleSet);
    const past = await this.past.of({ day, rules, knownAt });
    return {
      snapshot: past,
      knownAt: knownAt === null ? null : new Date(knownAt).toISOString(),
      shown: (rows, withLines = true) => this.shown(rows as PastTutor[], day, knownAt, withLines),
    };
  }

  /**
   * `knownAt` alone means its own day. Neither may lie in days to come; a moment later today is now, since clocks differ.
   * @throws ProblemError 400
   */
  clocks({ asOf, knownAt }: Pick<AsOfQuery, 'asOf' | 'knownAt'>): Clocks {
    const { snapshot, projection } = this.live.current;
    const today = dayOf(Date.now(), projection.timeZone);
    const instant = knownAt === undefined ? null : instantOf(knownAt);
    const knownDay = instant === null ? null : dayOf(instant, projection.timeZone);
    if (knownDay !== null && knownDay > today)
      throw new ProblemError(400, { detail: 'knownAt is after today: nobody knows what will be known then.' });
    const day = asOf === undefined ? (knownDay ?? dayFromText(snapshot.asOf)) : dayFromText(asOf);
    if (day > today) throw new ProblemError(400, { detail: `asOf is after today, ${dayText(today)}.` });
    return { day, knownAt: instant };
  }

  private async shown(
    rows: readonly PastTutor[],
    day: Day,
    knownAt: number | null,
    withLines: boolean,
  ): Promise<TutorItem[]> {
    const ids = rows.map(({ tutorId }) => tutorId);
    const { schema } = this.live.current.projection;
    const lines = withLines
      ? await sparklinesOf(this.database.pool, schema, day, ids, knownAt)
      : new Map<string, never>();
    return rows.map(({ tutorId, card }) => ({
      ...tutorItemOf(card, { ...noExtras, sparkline: lines.get(tutorId) ?? noExtras.sparkline }),
      newSinceYesterday: false,
    }));
  }

  /** @throws ProblemError 400 for an unknown version */
  async rules(version: number): Promise<RuleSet> {
    const found = (await ruleSets(this.database.pool)).find(({ rules }) => rules.version === version);
    if (found === undefined) throw new ProblemError(400, { detail: `There is no rule set ${version}.` });
    return found.rules;
  }
}
