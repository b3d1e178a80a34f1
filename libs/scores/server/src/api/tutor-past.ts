import { Inject, Injectable } from '@nestjs/common';
import { compareCodePoints, type RuleSet } from '@tq/events';
import { fromCursor, ProblemError, toCursor } from '@tq/platform/http';
import { inTransaction, type Queryable, ReadDatabase } from '@tq/platform/postgres';
import { stepChanges, stepsFrom, unitsOf, whyChanged, type ChangePart, type FactStep, type Prior, type ReadingOf, type StepChange, type Told } from '@tq/scores/core'; // prettier-ignore
import { dayText, type Day, type Fact } from '@tq/sessions/core';
import { rulesOfDays } from '../histories';
import { priorsOfDays } from '../priors.query';
import { toldOf } from '../told.query';
import { PastSnapshots } from './past-snapshots';
import { RememberedPriors } from './remembered-priors';
import { Snapshots } from './snapshots';
import type { ChangePartItem, ChangeQuery, ChangeSide, FactStepItem, FactStepPage, StandingFact, StepsQuery, TutorChange } from './tutor-past.dto'; // prettier-ignore
import type { AsOfQuery } from './tutor-query.dto';

/** Where a page of steps began: the moment of its first, and which fact. */
type Place = readonly [at: number, time: number, id: string, source: string];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length === 4 &&
  value.slice(0, 2).every(Number.isSafeInteger) &&
  value.slice(2).every((part) => typeof part === 'string');

const instant = (at: number): string => new Date(at).toISOString();

/** One tutor's past, fact by fact: why two readings differ, and what each fact changed. */
@Injectable()
export class TutorPast {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
    @Inject(PastSnapshots) private readonly past: PastSnapshots,
    @Inject(RememberedPriors) private readonly priors: RememberedPriors,
  ) {}

  /** @throws ProblemError 404 for a tutor of whom nothing was ever said, 400 for days or moments to come or unknown rules */
  async change(tutorId: string, query: ChangeQuery): Promise<TutorChange> {
    const { figure = 'score', window = 30 } = query;
    const told = await this.told(tutorId);
    const from = await this.reading(
      given({ asOf: query.from, knownAt: query.fromKnownAt, ruleSet: query.fromRuleSet }),
    );
    const to = await this.reading(given({ asOf: query.to, knownAt: query.toKnownAt, ruleSet: query.toRuleSet }));
    const { before, after, change, parts, without } = whyChanged(told, from, to, figure, window);
    return {
      tutorId,
      figure,
      window,
      unitsPerOne: unitsOf(figure),
      before: { ...sideOf(from), ...before },
      after: { ...sideOf(to), ...after },
      change,
      parts: parts.map(partItem),
      otherFacts: without.facts,
      otherWindowEnds: without.windowEnds,
    };
  }

  /**
   * The priors of the days are those known now, as in every line of a tutor's days: that of a moment is seconds of work.
   * @throws ProblemError as {@link change}
   */
  async steps(tutorId: string, query: StepsQuery): Promise<FactStepPage> {
    const { order = 'happened', limit = 50, cursor } = query;
    const { day, knownAt } = this.snapshots.clocks(query);
    const rules = query.ruleSet === undefined ? null : await this.snapshots.rules(query.ruleSet);
    const told = await this.told(tutorId);
    const all = stepChanges(told, order, day, knownAt);
    const place = cursor === undefined ? undefined : fromCursor(cursor, isPlace);
    const before = place === undefined ? all : all.filter((change) => comparePlaces(placeOf(change), place) < 0);
    const from = Math.max(0, before.length - limit);
    const judging = await this.judging(before.slice(from), rules);
    const first = before[from];
    return {
      items: stepsFrom(before, from, told.timeZone, judging).map(stepItem),
      earlier: from,
      nextCursor: from > 0 && first ? toCursor(placeOf(first)) : null,
    };
  }

  private async told(tutorId: string): Promise<Told> {
    const projection = await this.database.projection();
    const told = await inTransaction(this.database.pool, (client) => toldOf(client, projection, tutorId), {
      isolation: 'repeatable read',
      readOnly: true,
    });
    if (told === undefined) throw new ProblemError(404, { detail: 'There is no such tutor.' });
    return told;
  }

  /** By what a reading of that day and moment is made: the same as in the lists and on the tutor's page. */
  private async reading(query: AsOfQuery): Promise<ReadingOf> {
    const { day, knownAt } = this.snapshots.clocks(query);
    const rules = query.ruleSet === undefined ? null : await this.snapshots.rules(query.ruleSet);
    if (knownAt !== null) return { asOf: day, knownAt, ...(await this.past.judging({ day, rules, knownAt })) };
    const { schema, timeZone } = await this.database.projection();
    const db: Queryable = this.database.pool;
    const prior = (await priorsOfDays(db, schema, day, day)).get(day) as Prior;
    const inForce = rules ?? (await rulesOfDays(db, timeZone, { from: day, to: day, now: Date.now() })).get(day);
    return { asOf: day, knownAt, prior, rules: inForce as RuleSet };
  }

  private async judging(
    changes: readonly StepChange[],
    chosen: RuleSet | null,
  ): Promise<(day: Day) => { prior: Prior; rules: RuleSet }> {
    const { schema, timeZone } = await this.database.projection();
    const db: Queryable = this.database.pool;
    const days = new Map<Day, { prior: Prior; rules: RuleSet }>();
    for (const { from, to } of runsOf(changes.map(({ asOf }) => asOf))) {
      const priors = await this.priors.of(db, schema, from, to);
      const rules = await rulesOfDays(db, timeZone, { from, to, now: Date.now() });
      for (const [day, prior] of priors) days.set(day, { prior, rules: chosen ?? (rules.get(day) as RuleSet) });
    }
    return (day) => days.get(day)!;
  }
}

/** Runs of days that are close to each other: between them may lie years. */
function runsOf(days: readonly Day[]): { from: Day; to: Day }[] {
  const runs: { from: Day; to: Day }[] = [];
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && day - last.to <= 7) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs;
}

/** Without what is not given. */
function given(query: { [K in keyof AsOfQuery]: AsOfQuery[K] | undefined }): AsOfQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

function placeOf({ at, fact }: StepChange): Place {
  return [at, fact.at, fact.id, fact.source];
}

function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || compareCodePoints(a[2], b[2]) || compareCodePoints(a[3], b[3]);
}

function sideOf({ asOf, knownAt, prior, rules }: ReadingOf): Omit<ChangeSide, 'value' | 'riskLevel' | 'known'> {
  return {
    asOf: dayText(asOf),
    knownAt: knownAt === null ? null : instant(knownAt),
    ruleSetVersion: rules.version,
    prior: { alpha: prior.alpha, beta: prior.beta },
  };
}

function partItem(part: ChangePart): ChangePartItem {
  const { cause, before, after, change, levelBefore, levelAfter } = part;
  const days = part.cause === 'window-end' ? part.days : [];
  return {
    cause,
    asOf: dayText(part.asOf),
    how: part.cause === 'fact' ? part.how : null,
    at: part.cause === 'fact' ? instant(part.at) : null,
    fact: part.cause === 'fact' ? factItem(part.fact) : null,
    days: days.map(({ window, day, counts: { counted, tutorMoved, held, missed, tutorCancelled } }) => ({
      ...{ window, day: dayText(day), counted, tutorMoved, held, missed, tutorCancelled },
    })),
    ...{ before, after, change, levelBefore, levelAfter },
  };
}

function stepItem(step: FactStep): FactStepItem {
  return {
    how: step.how,
    at: instant(step.at),
    asOf: dayText(step.asOf),
    fact: factItem(step.fact),
    before: step.standingBefore,
    after: step.standingAfter,
  };
}

/** Students are known by ids that belong to the platform: none is shown. */
function factItem(fact: Fact): StandingFact {
  const { studentId: _, ...data } = fact.data as Record<string, unknown>;
  return {
    source: fact.source,
    id: fact.id,
    type: fact.type,
    time: instant(fact.at),
    learnedAt: instant(fact.learnedAt),
    sessionId: typeof data['sessionId'] === 'string' ? data['sessionId'] : null,
    excused: fact.excused,
    correctedBy: fact.correctedBy ?? null,
    data,
  };
}
