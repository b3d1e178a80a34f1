import { Inject, Injectable } from '@nestjs/common';
import type { RuleSet, ScoreCard } from '@tq/events';
import { inTransaction, type Projection, type Queryable, ReadDatabase } from '@tq/platform/postgres';
import { assess } from '@tq/scores/core';
import { dayText, type Day } from '@tq/sessions/core';
import type { Recommend } from '../cards-as-of';
import { endOfDay } from '../day-end';
import { priorsOfDays } from '../priors.query';
import { inForceBefore, ruleSets } from '../rule-set-store';
import { readingsState } from '../readings.query';
import { sparklinesOf } from '../sparklines.query';
import { tutorsBefore } from '../tutors.query';
import { emptyWindows, windowsAsOf } from '../windows.query';
import { LiveReadings } from './live-readings';
import { Snapshot } from './snapshot';
import { noExtras, tutorItemOf } from './tutor-extras';
import { yieldNow } from './yield-now';

export const RECOMMEND = Symbol('what to do about a reading');

interface Kept {
  readonly generation: number;
  readonly restated: number;
  readonly schema: string;
  readonly cards: Map<string, ScoreCard>;
  readonly snapshot: Snapshot;
}

/** Tens of megabytes each with ten thousand tutors. */
const mostKept = 8;

/** Tutors as of any day under any rules, with all that is known now: worked out when asked, kept while it holds. */
@Injectable()
export class PastSnapshots {
  private readonly kept = new Map<string, Kept>();
  private readonly making = new Map<string, Promise<Kept>>();

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(RECOMMEND) private readonly recommend: Recommend,
  ) {}

  /** @param rules null: those in force at the end of the day (for today: now) */
  async of(day: Day, rules: RuleSet | null): Promise<Snapshot> {
    const { state, projection } = this.live.current;
    const key = `${day}/${rules?.version ?? ''}`;
    const last = this.kept.get(key);
    if (last !== undefined && last.schema === projection.schema && last.generation === state.generation)
      return last.snapshot;
    // Work that began under an older generation may have read less than this request may expect.
    const making = this.making.get(`${key} ${state.generation}`) ?? this.make(key, state.generation, day, rules, last);
    return (await making).snapshot;
  }

  /** The cards as of a day under rules that are only tried: nothing of it is kept. */
  tried(day: Day, rules: RuleSet): Promise<ScoreCard[]> {
    return inTransaction(
      this.database.pool,
      (client) => this.judged(client, this.live.current.projection, day, rules, null),
      {
        isolation: 'repeatable read',
        readOnly: true,
      },
    );
  }

  private make(
    key: string,
    generation: number,
    day: Day,
    rules: RuleSet | null,
    last: Kept | undefined,
  ): Promise<Kept> {
    const makingKey = `${key} ${generation}`;
    const making = this.work(day, rules, last).finally(() => this.making.delete(makingKey));
    this.making.set(makingKey, making);
    making.then(
      (made) => {
        this.kept.delete(key);
        this.kept.set(key, made);
        if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
      },
      () => undefined,
    );
    return making;
  }

  private async work(day: Day, givenRules: RuleSet | null, last: Kept | undefined): Promise<Kept> {
    // The generation is taken first: what is read after it may be newer, never older.
    const { state, projection } = this.live.current;
    return inTransaction(
      this.database.pool,
      async (client) => {
        const seen = await readingsState(client, projection.schema);
        // Past counts, and so the priors, are the same: only tutors of whom something was heard are judged anew.
        const isSamePast = last?.restated === seen?.restated && last?.schema === projection.schema && day < state.asOf;
        const changed = isSamePast && last ? this.live.changedSince(last.generation) : null;
        const rules =
          givenRules ??
          inForceBefore(Math.min(endOfDay(day, projection.timeZone), Date.now() + 1), await ruleSets(client));
        const ids = changed === null ? null : [...changed];
        const cards = changed === null || last === undefined ? new Map<string, ScoreCard>() : new Map(last.cards);
        ids?.forEach((id) => cards.delete(id));
        for (const card of await this.judged(client, projection, day, rules, ids)) cards.set(card.tutorId, card);
        const lines = await sparklinesOf(client, projection.schema, day, null);
        const items = [...cards.values()].map((card) =>
          tutorItemOf(card, { ...noExtras, sparkline: lines.get(card.tutorId) ?? noExtras.sparkline }),
        );
        const snapshot = Snapshot.of(
          items.map((item) => ({ ...item, newSinceYesterday: false })),
          dayText(day),
          rules,
        );
        return {
          generation: state.generation,
          restated: seen?.restated ?? state.restated,
          schema: projection.schema,
          cards,
          snapshot,
        };
      },
      { isolation: 'repeatable read', readOnly: true },
    );
  }

  /** The same cards as `cardsAsOf`, but letting requests in between. */
  private async judged(
    db: Queryable,
    projection: Projection,
    asOf: Day,
    rules: RuleSet,
    ids: readonly string[] | null,
  ): Promise<ScoreCard[]> {
    if (ids?.length === 0) return [];
    const { schema, timeZone } = projection;
    const prior = (await priorsOfDays(db, schema, asOf, asOf)).get(asOf)!;
    const tutors = await tutorsBefore(db, schema, endOfDay(asOf, timeZone), ids);
    const windows = await windowsAsOf(db, schema, asOf, ids);
    const cards: ScoreCard[] = [];
    for (const tutor of tutors) {
      cards.push(
        assess({
          ...tutor,
          asOf,
          windows: windows.get(tutor.tutorId) ?? emptyWindows,
          prior,
          rules,
          recommend: this.recommend,
        }),
      );
      await yieldNow();
    }
    return cards;
  }
}
