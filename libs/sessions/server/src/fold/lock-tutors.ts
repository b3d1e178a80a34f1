import type { Client } from '@tq/platform/postgres';

/**
 * Locks the rows of these tutors until the transaction ends, making those that are missing. A tutor's records may lie
 * on several partitions, which are folded at once: everything of a tutor changes under this lock only. Always in the
 * order of the ids, so that two batches never wait for each other in a circle.
 * @param tutorIds sorted, each once
 * @returns those of whom corrections, retractions or excuses are known
 */
export async function lockTutors(client: Client, tutorIds: readonly string[]): Promise<Set<string>> {
  if (tutorIds.length === 0) return new Set();
  await client.query({
    name: 'make-tutors',
    text: `INSERT INTO tutor (tutor_id)
           SELECT wanted.tutor_id FROM unnest($1::text[]) AS wanted(tutor_id) ORDER BY wanted.tutor_id COLLATE "C"
           ON CONFLICT DO NOTHING`,
    values: [tutorIds],
  });
  const { rows } = await client.query<{ tutor_id: string; amended: boolean }>({
    name: 'lock-tutors',
    text: `SELECT tutor_id, amended FROM tutor WHERE tutor_id = ANY ($1::text[]) ORDER BY tutor_id FOR UPDATE`,
    values: [tutorIds],
  });
  return new Set(rows.filter((row) => row.amended).map((row) => row.tutor_id));
}
