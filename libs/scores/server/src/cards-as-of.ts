import type { Reading, RuleSet, ScoreCard } from '@tq/events';
import { assess, type Prior } from '@tq/scores/core';
import type { Projection, Queryable } from '@tq/platform/postgres';
import type { Day } from '@tq/sessions/core';
import { countedIn, countsAsOf, nothingCounted } from './counts-as-of.query';
import { endOfDay } from './day-end';
import { priorOfDay, priorsOfDays } from './priors.query';
import { inForceBefore, ruleSets } from './rule-set-store';
import { tutorIdsLearned, tutorsKnown } from './tutors-known.query';
import { tutorIdsBefore, tutorsBefore } from './tutors.query';

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
async function judge(
  db: Queryable,
  { schema, timeZone }: Pick<Projection, 'schema' | 'timeZone'>,
  { asOf, prior, rules, recommend }: Judging,
  tutorIds: readonly string[] | null,
): Promise<ScoreCard[]> {
  const tutors = await tutorsBefore(db, schema, endOfDay(asOf, timeZone), tutorIds);
  const counts = await countsAsOf(db, schema, { asOf, knownAt: null, tutorIds });
  return tutors.map((tutor) => {
    const { windows } = counts.get(tutor.tutorId) ?? nothingCounted;
    return assess({ ...tutor, asOf, windows, prior, rules, recommend });
  });
}

/** What {@link judge} says, so many cards at a time at most. All tutors come in the order of their ids. */
export async function* judgeInParts(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  judging: Judging,
  tutorIds: readonly string[] | null,
  most?: number,
): AsyncGenerator<ScoreCard[], void, void> {
  const { schema, timeZone } = projection;
  const end = endOfDay(judging.asOf, timeZone);
  const ids = tutorIds ?? (await tutorIdsBefore(db, schema, end));
  for (const part of partsOf(ids, tutorIds, most)) yield await judge(db, projection, judging, part);
}

/** All cards of a hundred thousand tutors take more memory than a rebuild may. */
const mostAtOnce = 10_000;

/** @param whole what stands for all of them where one part is enough: null, and the database need not look each of them up */
function partsOf<T>(all: readonly string[], whole: T, most = mostAtOnce): (readonly string[] | T)[] {
  if (all.length <= most) return [whole];
  return Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most));
}

interface CardsRequest {
  readonly asOf: Day;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly recommend: Recommend;
  /** Another rule set than the one in force. */
  readonly rules?: RuleSet | undefined;
  /** Cards made at a time. For tests. */
  readonly mostAtOnce?: number | undefined;
}

/**
 * The score cards as of a past day (or today), by the rule set in force at its end (for today: now). Part by part, in
 * the order of the tutors' ids.
 * @param db for a consistent answer, a client within a repeatable-read transaction that lasts until the last part
 */
export async function* cardsAsOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  request: CardsRequest,
): AsyncGenerator<ScoreCard[], void, void> {
  const { asOf, recommend } = request;
  const rules = await rulesOf(db, projection, request);
  const prior = (await priorsOfDays(db, projection.schema, asOf, asOf)).get(asOf);
  if (!prior) throw new Error('A day without a prior.');
  yield* judgeInParts(db, projection, { asOf, prior, rules, recommend }, null, request.mostAtOnce);
}

/** The same with what was known at an instant, epoch milliseconds. */
export async function* cardsKnown(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  request: CardsRequest & { readonly knownAt: number },
): AsyncGenerator<ScoreCard[], void, void> {
  const { schema, timeZone } = projection;
  const { asOf, knownAt, recommend } = request;
  const rules = await rulesOf(db, projection, request);
  const prior = await priorOfDay(db, schema, asOf, knownAt);
  for (const tutorIds of partsOf(await tutorIdsLearned(db, schema, knownAt), null, request.mostAtOnce)) {
    const counts = await countsAsOf(db, schema, { asOf, knownAt, tutorIds });
    const standing = { before: endOfDay(asOf, timeZone), knownAt, tutorIds, counted: countedIn(counts) };
    const tutors = await tutorsKnown(db, schema, standing);
    yield tutors.map((tutor) => {
      const { windows } = counts.get(tutor.tutorId) ?? nothingCounted;
      return assess({ ...tutor, asOf, windows, prior, rules, recommend });
    });
  }
}

async function rulesOf(
  db: Queryable,
  { timeZone }: Pick<Projection, 'timeZone'>,
  { asOf, now, rules }: CardsRequest,
): Promise<RuleSet> {
  return rules ?? inForceBefore(Math.min(endOfDay(asOf, timeZone), now + 1), await ruleSets(db));
}
