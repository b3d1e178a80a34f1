import type { Queryable } from '@tq/platform/postgres';
import { dayText, type Day } from '@tq/sessions/core';

/** The reschedule rate of the 30 days that end with a day (`YYYY-MM-DD`); null over 0. */
export interface TrendDay {
  readonly day: string;
  readonly rate: number | null;
}

const days = 90;
const length = 30;

/** The 30-day reschedule rate of tutors as of each of the 90 days that end with `asOf`, oldest first. */
export async function trendsOf(
  db: Queryable,
  schema: string,
  tutorIds: readonly string[],
  asOf: Day,
): Promise<Map<string, TrendDay[]>> {
  const first = asOf - days - length + 2;
  const { rows } = await db.query<{ tutor_id: string; day: Day; moved: number; counted: number }>({
    name: `trends ${schema}`,
    text: `SELECT tutor_id, day, tutor_moved AS moved, counted FROM ${schema}.tutor_day
           WHERE tutor_id = ANY ($1) AND day BETWEEN $2 AND $3 AND counted <> 0`,
    values: [tutorIds, first, asOf],
  });
  const byTutor = Map.groupBy(rows, (row) => row.tutor_id);
  const texts = Array.from({ length: asOf - first + 1 }, (_, i) => dayText(first + i));
  return new Map(tutorIds.map((tutorId) => [tutorId, trendOf(byTutor.get(tutorId) ?? [], first, asOf, texts)]));
}

function trendOf(
  rows: readonly { day: Day; moved: number; counted: number }[],
  first: Day,
  asOf: Day,
  texts: readonly string[],
): TrendDay[] {
  const counts = new Map(rows.map((row) => [row.day, row]));
  const trend: TrendDay[] = [];
  let moved = 0;
  let counted = 0;
  for (let day = first; day <= asOf; day++) {
    moved += (counts.get(day)?.moved ?? 0) - (counts.get(day - length)?.moved ?? 0);
    counted += (counts.get(day)?.counted ?? 0) - (counts.get(day - length)?.counted ?? 0);
    if (day > asOf - days)
      trend.push({ day: texts[day - first] as string, rate: counted === 0 ? null : moved / counted });
  }
  return trend;
}
