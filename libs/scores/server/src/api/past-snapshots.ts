import { Inject, Injectable } from '@nestjs/common';
import type { RuleSet } from '@tq/events';
import { inTransaction, type Queryable, ReadDatabase } from '@tq/platform/postgres';
import { priorOf, type Prior } from '@tq/scores/core';
import { dayText, type Day } from '@tq/sessions/core';
import type { Recommend } from '../cards-as-of';
import { countedIn, countsAsOf, nothingCounted, type TutorCounts } from '../counts-as-of.query';
import { endOfDay } from '../day-end';
import { inForceBefore, ruleSets } from '../rule-set-store';
import { tutorsKnown } from '../tutors-known.query';
import { tutorsBefore, type KnownTutor } from '../tutors.query';
import { LiveReadings } from './live-readings';
import { PastTutor, type PastJudging } from './past-tutor';
import { Snapshot } from './snapshot';
import { yieldNow } from './yield-now';

export const RECOMMEND = Symbol('what to do about a reading');

/** Which tutors: as of a day, under which rules (null: those in force at its end), known when (null: now). */
export interface PastRequest {
  readonly day: Day;
  readonly rules: RuleSet | null;
  /** Epoch milliseconds. */
  readonly knownAt: number | null;
}

interface Kept {
  readonly generation: number;
  readonly schema: string;
  readonly rules: RuleSet;
  readonly prior: Prior;
  readonly tutors: Map<string, KnownTutor>;
  readonly counts: Map<string, TutorCounts>;
  readonly snapshot: Snapshot<PastTutor>;
}

/** Tens of megabytes each with ten thousand tutors. */
const mostKept = 8;

/** Tutors as of any day under any rules, with what was known at any moment: worked out when asked, kept while it holds. */
@Injectable()
export class PastSnapshots {
  private readonly kept = new Map<string, Kept>();
  private readonly making = new Map<string, Promise<Kept>>();

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(RECOMMEND) private readonly recommend: Recommend,
  ) {}

  async of(request: PastRequest): Promise<Snapshot<PastTutor>> {
    return (await this.keptOf(request)).snapshot;
  }

  /** By what the tutors of {@link of} are judged. */
  async judging(request: PastRequest): Promise<Pick<PastJudging, 'prior' | 'rules'>> {
    const { prior, rules } = await this.keptOf(request);
    return { prior, rules };
  }

  private async keptOf(request: PastRequest): Promise<Kept> {
    const { state, projection } = this.live.current;
    const key = `${request.day}/${request.rules?.version ?? ''}/${request.knownAt ?? ''}`;
    const last = this.kept.get(key);
    if (last !== undefined && last.schema === projection.schema && last.generation === state.generation) return last;
    // Work that began under an older generation may have read less than this request may expect.
    const making = this.making.get(`${key} ${state.generation}`) ?? this.make(key, state.generation, request, last);
    return making;
  }

  private make(key: string, generation: number, request: PastRequest, last: Kept | undefined): Promise<Kept> {
    const makingKey = `${key} ${generation}`;
    const making = this.work(request, last).finally(() => this.making.delete(makingKey));
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

  private async work(request: PastRequest, last: Kept | undefined): Promise<Kept> {
    // The generation is taken first: what is read after it may be newer, never older.
    const { state, projection } = this.live.current;
    const { schema, timeZone } = projection;
    const changed = last?.schema === schema ? this.live.changedSince(last.generation) : null;
    // Reading some of the tutors one by one costs more than reading all in one pass, where they are many.
    const some = last && changed && changed.size <= last.tutors.size / 10 ? { last, ids: [...changed] } : null;
    const read = await inTransaction(
      this.database.pool,
      (client) => this.read(client, schema, timeZone, request, some?.ids ?? null),
      {
        isolation: 'repeatable read',
        readOnly: true,
      },
    );
    const counts = some ? replaced(some.last.counts, some.ids, read.counts) : read.counts;
    const tutors = some ? replaced(some.last.tutors, some.ids, read.tutors) : read.tutors;
    const prior = priorOf([...counts.values()].map(({ sample }) => sample));
    const snapshot = await this.ranked(request.day, { prior, rules: read.rules }, tutors, counts);
    return { generation: state.generation, schema, rules: read.rules, prior, tutors, counts, snapshot };
  }

  private async read(
    db: Queryable,
    schema: string,
    timeZone: string,
    { day, rules, knownAt }: PastRequest,
    tutorIds: readonly string[] | null,
  ): Promise<{ rules: RuleSet; counts: Map<string, TutorCounts>; tutors: Map<string, KnownTutor> }> {
    const end = endOfDay(day, timeZone);
    const inForce = rules ?? inForceBefore(Math.min(end, Date.now() + 1), await ruleSets(db));
    if (tutorIds?.length === 0) return { rules: inForce, counts: new Map(), tutors: new Map() };
    const counts = await countsAsOf(db, schema, { asOf: day, knownAt, tutorIds });
    const tutors =
      knownAt === null
        ? await tutorsBefore(db, schema, end, tutorIds)
        : await tutorsKnown(db, schema, { before: end, knownAt, tutorIds, counted: countedIn(counts) });
    return { rules: inForce, counts, tutors: new Map(tutors.map((tutor) => [tutor.tutorId, tutor])) };
  }

  private async ranked(
    day: Day,
    { prior, rules }: Pick<PastJudging, 'prior' | 'rules'>,
    tutors: ReadonlyMap<string, KnownTutor>,
    counts: ReadonlyMap<string, TutorCounts>,
  ): Promise<Snapshot<PastTutor>> {
    const judging = { asOf: day, prior, rules, recommend: this.recommend };
    const ranked: PastTutor[] = [];
    for (const tutor of tutors.values()) {
      ranked.push(new PastTutor(tutor, (counts.get(tutor.tutorId) ?? nothingCounted).windows, judging));
      await yieldNow();
    }
    return Snapshot.of(ranked, dayText(day), rules);
  }
}

function replaced<T>(
  all: ReadonlyMap<string, T>,
  ids: readonly string[],
  fresh: ReadonlyMap<string, T>,
): Map<string, T> {
  const next = new Map(all);
  for (const id of ids) next.delete(id);
  for (const [id, one] of fresh) next.set(id, one);
  return next;
}
