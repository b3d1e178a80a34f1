import type { Queryable } from '@tq/platform/postgres';
import { priorOf, type Prior } from '@tq/scores/core';
import type { Day } from '@tq/sessions/core';

/** A day's prior rests on as many days, that end the day before. */
export const priorDays = 90;

/** The prior of one day, from what is known now, or was at an instant (epoch milliseconds). */
export async function priorOfDay(
  db: Queryable,
  schema: string,
  day: Day,
  knownAt: number | null = null,
): Promise<Prior> {
  const [table, ofThen] = knownAt === null ? ['tutor_day', ''] : ['tutor_day_learned', 'AND learned_at <= $3'];
  const { rows } = await db.query<{ k: number; n: number; tutors: number }>({
    name: `prior ${schema} ${knownAt === null}`,
    text: `SELECT k::int AS k, n::int AS n, count(*)::int AS tutors FROM (
             SELECT sum(tutor_moved) AS k, sum(counted) AS n FROM ${schema}.${table}
             WHERE day BETWEEN $1 AND $2 ${ofThen} GROUP BY tutor_id HAVING sum(counted) >= 5
           ) AS tutors GROUP BY k, n ORDER BY n, k`,
    values: [day - priorDays, day - 1, ...(knownAt === null ? [] : [knownAt])],
  });
  return priorOf(rows.map(({ k, n, tutors }) => ({ tutorMoved: k, counted: n, tutors })));
}

/**
 * The priors of a run of days, with one pass over the counts.
 * @param from first day; @param to last day
 */
export async function priorsOfDays(db: Queryable, schema: string, from: Day, to: Day): Promise<Map<Day, Prior>> {
  const kept = await keptPriors(db, schema, from, to);
  const missing: Day[] = [];
  for (let day = from; day <= to; day++) if (!kept.has(day)) missing.push(day);
  const [first, last] = [missing[0], missing.at(-1)];
  if (first === undefined || last === undefined) return kept;
  if (first === last) return kept.set(first, await priorOfDay(db, schema, first));
  const tutors = await countsByTutor(db, schema, first - priorDays, last - 1);
  for (const day of missing) kept.set(day, priorOf(samplesOf(tutors, day)));
  return kept;
}

/**
 * Keeps the priors of a run of days, so that they are made once and not for each who asks. Only the refresh of the cards
 * may call it: the same lock drops those that late facts change.
 */
export async function keepPriors(db: Queryable, schema: string, from: Day, to: Day): Promise<void> {
  const priors = [...(await priorsOfDays(db, schema, from, to))];
  await db.query(
    `INSERT INTO ${schema}.prior (day, alpha, beta, tutors)
     SELECT * FROM unnest($1::int[], $2::float8[], $3::float8[], $4::int[]) ON CONFLICT DO NOTHING`,
    [
      priors.map(([day]) => day),
      priors.map(([, { alpha }]) => alpha),
      priors.map(([, { beta }]) => beta),
      priors.map(([, { tutors }]) => tutors),
    ],
  );
}

/** Those that still hold: what the fold has written since the last refresh changes the priors of the days behind it. */
async function keptPriors(db: Queryable, schema: string, from: Day, to: Day): Promise<Map<Day, Prior>> {
  const { rows } = await db.query<Prior & { day: Day }>(
    `SELECT day, alpha, beta, tutors FROM ${schema}.prior
     WHERE day BETWEEN $1 AND $2 AND day <= coalesce((SELECT min(first_day) FROM ${schema}.touched), day)`,
    [from, to],
  );
  return new Map(rows.map(({ day, alpha, beta, tutors }) => [day, { alpha, beta, tutors }]));
}

/** Running sums of one tutor: what was counted up to and including each day from `first` on. */
interface Running {
  readonly first: Day;
  readonly moved: Int32Array;
  readonly counted: Int32Array;
}

async function countsByTutor(db: Queryable, schema: string, from: Day, to: Day): Promise<Running[]> {
  const { rows } = await db.query<{ days: number[]; moved: number[]; counted: number[] }>(
    `SELECT array_agg(day) AS days, array_agg(tutor_moved) AS moved, array_agg(counted) AS counted
     FROM ${schema}.tutor_day WHERE day BETWEEN $1 AND $2 AND counted <> 0 GROUP BY tutor_id`,
    [from, to],
  );
  const length = to - from + 1;
  return rows.map((row) => {
    const running: Running = { first: from, moved: new Int32Array(length), counted: new Int32Array(length) };
    row.days.forEach((day, i) => {
      running.moved[day - from] = row.moved[i] ?? 0;
      running.counted[day - from] = row.counted[i] ?? 0;
    });
    for (let i = 1; i < length; i++) {
      running.moved[i] = (running.moved[i] ?? 0) + (running.moved[i - 1] ?? 0);
      running.counted[i] = (running.counted[i] ?? 0) + (running.counted[i - 1] ?? 0);
    }
    return running;
  });
}

function samplesOf(tutors: readonly Running[], day: Day): { tutorMoved: number; counted: number }[] {
  return tutors.map(({ first, moved, counted }) => ({
    tutorMoved: between(moved, first, day),
    counted: between(counted, first, day),
  }));
}

function between(sums: Int32Array, first: Day, day: Day): number {
  return (sums[day - 1 - first] ?? 0) - (sums[day - priorDays - 1 - first] ?? 0);
}
