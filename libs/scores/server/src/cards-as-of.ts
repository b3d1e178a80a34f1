import type { Reading, RuleSet, ScoreCard } from '@tq/events';
import { assess, type Prior } from '@tq/scores/core';
import type { Projection, Queryable } from '@tq/platform/postgres';
import type { Day } from '@tq/sessions/core';
import { endOfDay } from './day-end';
import { priorsOfDays } from './priors.query';
import { inForceBefore, ruleSets } from './rule-set-store';
import { tutorsBefore } from './tutors.query';
import { emptyWindows, windowsAsOf } from './windows.query';

/** What to do about a reading: the table of coaching/core, given by the app that has it. */
export type Recommend = (reading: Reading) => string | undefined;

/** By what a day is judged. */
export interface Judging {
  readonly asOf: Day;
  readonly prior: Prior;
  readonly rules: RuleSet;
  readonly recommend: Recommend;
}

/**
 * The score cards of tutors as of a day, with all that is known now, in the order of their ids.
 * @param tutorIds of these only (those without a standing fact on or before the day are left out); null: of all
 */
export async function judge(
  db: Queryable,
  { schema, timeZone }: Pick<Projection, 'schema' | 'timeZone'>,
  { asOf, prior, rules, recommend }: Judging,
  tutorIds: readonly string[] | null,
): Promise<ScoreCard[]> {
  const tutors = await tutorsBefore(db, schema, endOfDay(asOf, timeZone), tutorIds);
  const windows = await windowsAsOf(db, schema, asOf, tutorIds);
  return tutors.map((tutor) =>
    assess({ ...tutor, asOf, windows: windows.get(tutor.tutorId) ?? emptyWindows, prior, rules, recommend }),
  );
}

/**
 * The score cards as of a past day (or today), by the rule set in force at its end (for today: now).
 * @param db for a consistent answer, a client within a repeatable-read transaction
 * @param rules another rule set than the one in force
 */
export async function cardsAsOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  request: { asOf: Day; now: number; recommend: Recommend; rules?: RuleSet; tutorIds?: readonly string[] },
): Promise<ScoreCard[]> {
  const { asOf, now, recommend } = request;
  const end = Math.min(endOfDay(asOf, projection.timeZone), now + 1);
  const rules = request.rules ?? inForceBefore(end, await ruleSets(db));
  const prior = (await priorsOfDays(db, projection.schema, asOf, asOf)).get(asOf);
  if (!prior) throw new Error('A day without a prior.');
  return judge(db, projection, { asOf, prior, rules, recommend }, request.tutorIds ?? null);
}
