import type { Queryable } from '@tq/platform/postgres';
import { packedCounts, type PackedDays } from '@tq/scores/core';
import type { Day } from '@tq/sessions/core';

const columns = packedCounts.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join(', ');

/**
 * What levels rest on, of every day with a count from `from` to `to`. The answer travels as one text for each tutor,
 * which costs a third of what rows do.
 * @param tutorIds of these only; null: of all
 */
export async function packedDays(
  db: Queryable,
  schema: string,
  request: { readonly from: Day; readonly to: Day; readonly tutorIds: readonly string[] | null },
): Promise<Map<string, PackedDays>> {
  const { from, to, tutorIds } = request;
  const { rows } = await db.query<{ tutor_id: string; days: string }>({
    name: `packed days ${schema} ${tutorIds === null}`,
    text: `SELECT tutor_id, string_agg(concat_ws(' ', day, ${columns}), ' ') AS days FROM ${schema}.tutor_day
           WHERE day BETWEEN $1 AND $2 ${tutorIds === null ? '' : 'AND tutor_id = ANY ($3)'} GROUP BY tutor_id`,
    values: tutorIds === null ? [from, to] : [from, to, tutorIds],
  });
  return new Map(rows.map(({ tutor_id, days }) => [tutor_id, numbersOf(days)]));
}

/** Whole numbers parted by single spaces. A split would make a string of each. */
function numbersOf(text: string): Int32Array {
  const numbers: number[] = [];
  let [number, sign] = [0, 1];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 32) {
      numbers.push(sign * number);
      [number, sign] = [0, 1];
    } else if (code === 45) sign = -1;
    else number = number * 10 + code - 48;
  }
  numbers.push(sign * number);
  return Int32Array.from(numbers);
}
