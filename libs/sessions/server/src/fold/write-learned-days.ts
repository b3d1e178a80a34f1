import { ColumnSet, type Client, type Column } from '@tq/platform/postgres';
import { countNames, type Day, type DayCounts } from '@tq/sessions/core';
import type { TutorChange } from './tutor-change';

/** What one moment of learning adds to one day of a tutor. */
export interface LearnedChange {
  readonly tutorId: string;
  readonly day: Day;
  readonly learnedAt: number;
  readonly counts: DayCounts;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const countColumns = countNames.map((name): Column<LearnedChange> => [
  snakeCase(name),
  'int',
  ({ counts }) => counts[name],
]);
/** All that a row of it says. */
export const learnedColumns = new ColumnSet<LearnedChange>([
  ['tutor_id', 'text', ({ tutorId }) => tutorId],
  ['day', 'int', ({ day }) => day],
  ['learned_at', 'bigint', ({ learnedAt }) => learnedAt],
  ...countColumns,
]);
const addLearned = `
  INSERT INTO tutor_day_learned (${learnedColumns.names}) ${learnedColumns.select()}
  ON CONFLICT (day, tutor_id, learned_at) DO UPDATE
  SET ${countColumns.map(([name]) => `${name} = tutor_day_learned.${name} + excluded.${name}`).join(', ')}`; // prettier-ignore

/** Adds the differences to what is known of the tutors' days from which moment on. */
export async function writeLearnedDays(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const changed = changes.flatMap(learnedRows);
  if (changed.length === 0) return;
  await client.query({ name: 'add-learned-days', text: addLearned, values: learnedColumns.values(changed) });
}

/** The rows of one change. */
export function learnedRows({ tutorId, learned }: TutorChange): LearnedChange[] {
  const rows: LearnedChange[] = [];
  for (const [day, moments] of learned)
    for (const [learnedAt, counts] of moments) rows.push({ tutorId, day, learnedAt, counts });
  return rows;
}
