import type { Reading, RuleSet, ScoreCard } from '@tq/events';
import { assess, priorOf, type Prior } from '@tq/scores/core';
import type { Projection, Queryable } from '@tq/platform/postgres';
import type { Day } from '@tq/sessions/core';
import { countedIn, countsAsOf, nothingCounted } from './counts-as-of.query';
import { endOfDay } from './day-end';
import { priorsOfDays } from './priors.query';
import { inForceBefore, ruleSets } from './rule-set-store';
import { tutorsKnown } from './tutors-known.query';
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

interface CardsRequest {
  readonly asOf: Day;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly recommend: Recommend;
  /** Another rule set than the one in force. */
  readonly rules?: RuleSet | undefined;
}

/**
 * The score cards as of a past day (or today), by the rule set in force at its end (for today: now).
 * @param db for a consistent answer, a client within a repeatable-read transaction
 */
export async function cardsAsOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  request: CardsRequest & { readonly tutorIds?: readonly string[] },
): Promise<ScoreCard[]> {
  const { asOf, recommend } = request;
  const rules = await rulesOf(db, projection, request);
  const prior = (await priorsOfDays(db, projection.schema, asOf, asOf)).get(asOf);
  if (!prior) throw new Error('A day without a prior.');
  return judge(db, projection, { asOf, prior, rules, recommend }, request.tutorIds ?? null);
}

/** The same with what was known at an instant, epoch milliseconds. */
export async function cardsKnown(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  request: CardsRequest & { readonly knownAt: number },
): Promise<ScoreCard[]> {
  const { schema, timeZone } = projection;
  const { asOf, knownAt, recommend } = request;
  const counts = await countsAsOf(db, schema, { asOf, knownAt, tutorIds: null });
  const standing = { before: endOfDay(asOf, timeZone), knownAt, tutorIds: null, counted: countedIn(counts) };
  const rules = await rulesOf(db, projection, request);
  const prior = priorOf([...counts.values()].map(({ sample }) => sample));
  return (await tutorsKnown(db, schema, standing)).map((tutor) => {
    const { windows } = counts.get(tutor.tutorId) ?? nothingCounted;
    return assess({ ...tutor, asOf, windows, prior, rules, recommend });
  });
}

async function rulesOf(
  db: Queryable,
  { timeZone }: Pick<Projection, 'timeZone'>,
  { asOf, now, rules }: CardsRequest,
): Promise<RuleSet> {
  return rules ?? inForceBefore(Math.min(endOfDay(asOf, timeZone), now + 1), await ruleSets(db));
}
