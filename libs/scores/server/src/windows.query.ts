import type { Queryable } from '@tq/platform/postgres';
import { noCounts, windowLengths, type Day, type DayCounts, type Windows } from '@tq/sessions/core';

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const countNames = Object.keys(noCounts) as (keyof DayCounts)[];

const sums = windowLengths
  .flatMap((length) =>
    countNames.map(
      (name) => `sum(${columnOf(name)}) FILTER (WHERE day > $1 - ${length})::int AS ${columnOf(name)}_${length}`,
    ),
  )
  .join(', ');

const nothing: Windows = { 7: noCounts, 30: noCounts, 90: noCounts };

/**
 * The counts of every window as of a day.
 * @param tutorIds of these only; null: of all
 * @returns only tutors with a row in the longest window; the others' windows are {@link emptyWindows}
 */
export async function windowsAsOf(
  db: Queryable,
  schema: string,
  asOf: Day,
  tutorIds: readonly string[] | null,
): Promise<Map<string, Windows>> {
  const { rows } = await db.query<Record<string, string | number | null>>({
    name: `windows ${schema} ${tutorIds === null}`,
    text: `SELECT tutor_id, ${sums} FROM ${schema}.tutor_day
           WHERE day BETWEEN $1 - 89 AND $1 ${tutorIds === null ? '' : 'AND tutor_id = ANY ($2)'} GROUP BY tutor_id`,
    values: tutorIds === null ? [asOf] : [asOf, tutorIds],
  });
  return new Map(rows.map((row) => [row['tutor_id'] as string, windowsOf(row)]));
}

/** The windows of a tutor of whom nothing is counted. */
export const emptyWindows: Windows = nothing;

function windowsOf(row: Record<string, string | number | null>): Windows {
  const of = (length: number): DayCounts =>
    Object.fromEntries(
      countNames.map((name) => [name, row[`${columnOf(name)}_${length}`] ?? 0]),
    ) as unknown as DayCounts;
  return { 7: of(7), 30: of(30), 90: of(90) };
}
