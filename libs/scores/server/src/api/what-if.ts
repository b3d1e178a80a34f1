import { Inject, Injectable } from '@nestjs/common';
import type { RuleSet } from '@tq/events';
import { ReadDatabase } from '@tq/platform/postgres';
import { priorOf, riskOf, RunningSums, type PackedDays, type Prior, type Risk } from '@tq/scores/core';
import { dayOf, dayText, type Day } from '@tq/sessions/core';
import { endOfDay } from '../day-end';
import { packedDays } from '../packed-days.query';
import { priorDays } from '../priors.query';
import { inForceBefore, ruleSets } from '../rule-set-store';
import { type Current, LiveReadings } from './live-readings';
import type { RuleSetPreview, TutorWhatIf } from './rule-set.dto';
import { yieldNow } from './yield-now';

const daysBack = 90;
const mostTutors = 200;

/** What every question about these days rests on: loaded once, then only of tutors of whom something was heard. */
interface Past {
  readonly schema: string;
  readonly generation: number;
  readonly restated: number;
  readonly to: Day;
  readonly days: Map<string, PackedDays>;
  readonly firstDays: Map<string, Day>;
  readonly priors: ReadonlyMap<Day, Prior>;
}

/** What rules would have made of the 90 days that end today, beside the rules that held on each of them. */
@Injectable()
export class WhatIf {
  private past: Past | undefined;
  private loading: Promise<Past> | undefined;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(LiveReadings) private readonly live: LiveReadings,
  ) {}

  /** Lets other requests in between. @throws ProblemError 503 before the first readings */
  async of(draft: RuleSet): Promise<RuleSetPreview> {
    const { snapshot, projection } = this.live.current;
    const past = await this.current();
    const from = past.to - daysBack + 1;
    const rules = await this.rulesOf(projection.timeZone, from, past.to);
    const sums = new RunningSums(from - priorDays, past.to);
    const days = Array.from({ length: daysBack }, (_, i) => ({ day: dayText(from + i), changed: 0, now: count(), then: count() })); // prettier-ignore
    const tutors: TutorWhatIf[] = [];
    let affected = 0;
    for (const [tutorId, packed] of past.days) {
      const first = Math.max(from, past.firstDays.get(tutorId) ?? Infinity);
      if (first > past.to) continue;
      sums.load(packed);
      let daysChanged = 0;
      let [now, then]: Risk[] = [];
      for (let day = first; day <= past.to; day++) {
        const windows = sums.windowsAsOf(day);
        const prior = past.priors.get(day) as Prior;
        now = riskOf(windows, prior, rules.get(day) as RuleSet);
        then = riskOf(windows, prior, draft);
        const of = days[day - from] as (typeof days)[number];
        add(of.now, now);
        add(of.then, then);
        if (isSame(now, then)) continue;
        daysChanged++;
        of.changed++;
      }
      if (now && then && !isSame(now, then)) affected++;
      if (now && then && daysChanged > 0)
        tutors.push({ tutorId, name: snapshot.byId.get(tutorId)?.name ?? null, now, then, daysChanged });
      await yieldNow();
    }
    tutors.sort((a, b) => b.daysChanged - a.daysChanged || (a.tutorId < b.tutorId ? -1 : 1));
    return {
      affected,
      ...(days.at(-1) as (typeof days)[number]).then,
      changedTutors: tutors.length,
      changedTutorDays: tutors.reduce((sum, { daysChanged }) => sum + daysChanged, 0),
      days,
      tutors: tutors.slice(0, mostTutors),
    };
  }

  /** One load at a time; whoever asks meanwhile gets the same. */
  private current(): Promise<Past> {
    const current = this.live.current;
    const { past } = this;
    if (past && past.schema === current.projection.schema && past.generation === current.state.generation)
      return Promise.resolve(past);
    this.loading ??= this.load(current, past).finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(current: Current, last: Past | undefined): Promise<Past> {
    const { projection, state } = current;
    const { schema, timeZone } = projection;
    const isSamePast = last?.schema === schema && last.to === state.asOf;
    const changed = isSamePast ? this.live.changedSince(last.generation) : null;
    const tutorIds = changed === null ? null : [...changed];
    const from = state.asOf - daysBack + 1 - priorDays;
    const found = await packedDays(this.database.pool, schema, { from, to: state.asOf, tutorIds });
    const { rows } = await this.database.pool.query<{ tutor_id: string; first_at: number }>(
      `SELECT tutor_id, first_at FROM ${schema}.tutor
       WHERE first_at IS NOT NULL ${tutorIds === null ? '' : 'AND tutor_id = ANY ($1)'}`,
      tutorIds === null ? [] : [tutorIds],
    );
    const days = changed === null || !last ? new Map<string, PackedDays>() : new Map(last.days);
    const firstDays = changed === null || !last ? new Map<string, Day>() : new Map(last.firstDays);
    for (const tutorId of tutorIds ?? []) {
      days.delete(tutorId);
      firstDays.delete(tutorId);
    }
    for (const [tutorId, packed] of found) days.set(tutorId, packed);
    for (const row of rows) firstDays.set(row.tutor_id, dayOf(row.first_at, timeZone));
    const isRestated = changed === null || last?.restated !== state.restated;
    const priors = isRestated || !last ? await priorsOf(days.values(), state.asOf) : last.priors;
    this.past = { schema, generation: state.generation, restated: state.restated, to: state.asOf, days, firstDays, priors }; // prettier-ignore
    return this.past;
  }

  private async rulesOf(timeZone: string, from: Day, to: Day): Promise<Map<Day, RuleSet>> {
    const all = await ruleSets(this.database.pool);
    const rules = new Map<Day, RuleSet>();
    for (let day = from; day <= to; day++)
      rules.set(day, inForceBefore(Math.min(endOfDay(day, timeZone), Date.now() + 1), all));
    return rules;
  }
}

/** The prior of each of the days, from the counts of the 90 days that end the day before. */
async function priorsOf(all: Iterable<PackedDays>, to: Day): Promise<Map<Day, Prior>> {
  const from = to - daysBack + 1;
  const sums = new RunningSums(from - priorDays, to);
  const samples = Array.from({ length: daysBack }, () => new Map<number, number>());
  const wide = 2 ** 26;
  for (const packed of all) {
    sums.load(packed);
    for (let day = from; day <= to; day++) {
      const counted = sums.between('counted', day - priorDays, day - 1);
      if (counted === 0) continue;
      const key = sums.between('tutorMoved', day - priorDays, day - 1) * wide + counted;
      const of = samples[day - from] as Map<number, number>;
      of.set(key, (of.get(key) ?? 0) + 1);
    }
    await yieldNow();
  }
  const priors = new Map<Day, Prior>();
  for (const [i, of] of samples.entries()) {
    const list = [...of].map(([key, tutors]) => ({ tutorMoved: Math.floor(key / wide), counted: key % wide, tutors }));
    priors.set(from + i, priorOf(list));
    await yieldNow();
  }
  return priors;
}

const count = (): { high: number; needsYou: number } => ({ high: 0, needsYou: 0 });

function add(to: { high: number; needsYou: number }, { riskLevel, needsYou }: Risk): void {
  if (riskLevel === 'high') to.high++;
  if (needsYou) to.needsYou++;
}

const isSame = (a: Risk, b: Risk): boolean => a.riskLevel === b.riskLevel && a.needsYou === b.needsYou;
