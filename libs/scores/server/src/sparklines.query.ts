import type { Queryable } from '@tq/platform/postgres';
import type { Day } from '@tq/sessions/core';

const weeks = 12;

/**
 * The reschedule rate of each of the 12 weeks (7 days each) that end with a day, oldest first; null over 0. Tutors
 * without any counted session in them are left out.
 * @param tutorIds of these only; null: of all
 * @param knownAt epoch milliseconds: with what was known then; null: with all that is known
 */
export async function sparklinesOf(
  db: Queryable,
  schema: string,
  asOf: Day,
  tutorIds: readonly string[] | null,
  knownAt: number | null = null,
): Promise<Map<string, (number | null)[]>> {
  const values: unknown[] = [asOf];
  const conditions = [`day BETWEEN $1 - ${7 * weeks - 1} AND $1`];
  if (tutorIds !== null) conditions.push(`tutor_id = ANY ($${values.push(tutorIds)})`);
  if (knownAt !== null) conditions.push(`learned_at <= $${values.push(knownAt)}`);
  const { rows } = await db.query<{ tutor_id: string; week: number; moved: number; counted: number }>({
    name: `sparklines ${schema} ${tutorIds === null} ${knownAt === null}`,
    text: `SELECT tutor_id, ($1 - day) / 7 AS week, sum(tutor_moved)::int AS moved, sum(counted)::int AS counted
           FROM ${schema}.${knownAt === null ? 'tutor_day' : 'tutor_day_learned'}
           WHERE ${conditions.join(' AND ')}
           GROUP BY 1, 2 HAVING sum(counted) > 0`,
    values,
  });
  const lines = new Map<string, (number | null)[]>();
  for (const { tutor_id, week, moved, counted } of rows) {
    let line = lines.get(tutor_id);
    if (!line) lines.set(tutor_id, (line = new Array<number | null>(weeks).fill(null)));
    line[weeks - 1 - week] = moved / counted;
  }
  return lines;
}
