import type { Queryable } from '@tq/platform/postgres';
import type { PriorSample } from '@tq/scores/core';
import { countNames, isNothing, noCounts, type Day, type DayCounts, type Windows } from '@tq/sessions/core';

/** What a day's judgement of one tutor rests on. */
export interface TutorCounts {
  readonly windows: Windows;
  /** Of the 90 days that end the day before: what the day's prior is made of. */
  readonly sample: PriorSample;
}

/** Which counts: as of a day, and, unless null, only what was known at an instant (epoch milliseconds). */
export interface CountsRequest {
  readonly asOf: Day;
  readonly knownAt: number | null;
  /** Of these tutors only; null: of all. */
  readonly tutorIds: readonly string[] | null;
}

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** Days that are in the same windows and the same prior: the day itself, its week, month, quarter, and the day before these. */
const spans = 'CASE WHEN day = $1 THEN 0 WHEN day > $1 - 7 THEN 1 WHEN day > $1 - 30 THEN 2 WHEN day > $1 - 90 THEN 3 ELSE 4 END'; // prettier-ignore
const sums = countNames.map((name) => `sum(${columnOf(name)})`).join(', ');

/**
 * The counts of every window and of the prior in one pass. The answer travels as one text, which costs a third of what
 * rows do with ten thousand tutors.
 * @returns only tutors with a row in these 91 days; the others' counts are {@link nothingCounted}
 */
export async function countsAsOf(
  db: Queryable,
  schema: string,
  { asOf, knownAt, tutorIds }: CountsRequest,
): Promise<Map<string, TutorCounts>> {
  const values: unknown[] = [asOf];
  const conditions = ['day BETWEEN $1 - 90 AND $1'];
  if (knownAt !== null) conditions.push(`learned_at <= $${values.push(knownAt)}`);
  if (tutorIds !== null) conditions.push(`tutor_id = ANY ($${values.push(tutorIds)})`);
  const { rows } = await db.query<{ lines: string | null }>({
    name: `counts ${schema} ${knownAt === null} ${tutorIds === null}`,
    text: `SELECT string_agg(line, E'\\n') AS lines FROM (
             SELECT concat_ws(' ', tutor_id, ${spans}, ${sums}) AS line
             FROM ${schema}.${knownAt === null ? 'tutor_day' : 'tutor_day_learned'}
             WHERE ${conditions.join(' AND ')} GROUP BY tutor_id, ${spans}
           ) AS spans`,
    values,
  });
  return countsOf(rows[0]?.lines ?? '');
}

/** Of a tutor of whom nothing is counted. */
export const nothingCounted: TutorCounts = {
  windows: { 7: noCounts, 30: noCounts, 90: noCounts },
  sample: { tutorMoved: 0, counted: 0 },
};

/** Of whom something is counted in the windows of the day (the prior's first day may lie before them). */
export function countedIn(counts: ReadonlyMap<string, TutorCounts>): { has(tutorId: string): boolean } {
  return { has: (tutorId) => !isNothing(counts.get(tutorId)?.windows[90] ?? noCounts) };
}

/** Lines of tutor, span and the nine counts, parted by spaces, which no id holds. */
function countsOf(lines: string): Map<string, TutorCounts> {
  const spansOf = new Map<string, (DayCounts | undefined)[]>();
  for (const line of lines.split('\n')) {
    const [tutorId, span, ...numbers] = line.split(' ');
    if (!tutorId) continue;
    let own = spansOf.get(tutorId);
    if (!own) spansOf.set(tutorId, (own = []));
    own[Number(span)] = dayCounts(numbers);
  }
  const counts = new Map<string, TutorCounts>();
  for (const [tutorId, [day, week, month, quarter, before]] of spansOf) {
    const seven = plus(day, week);
    const thirty = plus(seven, month);
    const ninety = plus(thirty, quarter);
    counts.set(tutorId, {
      windows: { 7: seven, 30: thirty, 90: ninety },
      sample: {
        tutorMoved: ninety.tutorMoved - (day?.tutorMoved ?? 0) + (before?.tutorMoved ?? 0),
        counted: ninety.counted - (day?.counted ?? 0) + (before?.counted ?? 0),
      },
    });
  }
  return counts;
}

function dayCounts(numbers: readonly string[]): DayCounts {
  return {
    counted: Number(numbers[0]),
    tutorMoved: Number(numbers[1]),
    held: Number(numbers[2]),
    missed: Number(numbers[3]),
    tutorCancelled: Number(numbers[4]),
    movesTutor: Number(numbers[5]),
    movesStudent: Number(numbers[6]),
    movesPlatform: Number(numbers[7]),
    firstMissed: Number(numbers[8]),
  };
}

function plus(a: DayCounts | undefined, b: DayCounts | undefined): DayCounts {
  if (!a || !b) return a ?? b ?? noCounts;
  return {
    counted: a.counted + b.counted,
    tutorMoved: a.tutorMoved + b.tutorMoved,
    held: a.held + b.held,
    missed: a.missed + b.missed,
    tutorCancelled: a.tutorCancelled + b.tutorCancelled,
    movesTutor: a.movesTutor + b.movesTutor,
    movesStudent: a.movesStudent + b.movesStudent,
    movesPlatform: a.movesPlatform + b.movesPlatform,
    firstMissed: a.firstMissed + b.firstMissed,
  };
}
