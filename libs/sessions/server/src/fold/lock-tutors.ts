import type { Client } from '@tq/platform/postgres';

/** What must be known of a tutor before anything of theirs changes. */
export interface LockedTutor {
  /** Corrections, retractions or excuses were heard. */
  readonly amended: boolean;
  /** Time of the first standing fact; null where none stands. */
  readonly firstAt: number | null;
  /** When something of the tutor was learned first; null where nothing was. */
  readonly firstLearnedAt: number | null;
}

/**
 * Locks the rows of these tutors until the transaction ends, making those that are missing. A tutor's records may lie
 * on several partitions, which are folded at once: everything of a tutor changes under this lock only. Always in the
 * order of the ids, so that two batches never wait for each other in a circle: those that are there first, then, also
 * in order, those that are made (whoever waits for one of these holds none that its maker still wants).
 * @param tutorIds sorted, each once
 */
export async function lockTutors(client: Client, tutorIds: readonly string[]): Promise<Map<string, LockedTutor>> {
  const locked = new Map<string, LockedTutor>();
  if (tutorIds.length === 0) return locked;
  await lock(client, tutorIds, locked);
  const missing = tutorIds.filter((tutorId) => !locked.has(tutorId));
  if (missing.length === 0) return locked;
  await client.query({
    name: 'make-tutors',
    text: `INSERT INTO tutor (tutor_id)
           SELECT wanted.tutor_id FROM unnest($1::text[]) AS wanted(tutor_id) ORDER BY wanted.tutor_id COLLATE "C"
           ON CONFLICT DO NOTHING`,
    values: [missing],
  });
  await lock(client, missing, locked);
  return locked;
}

async function lock(client: Client, tutorIds: readonly string[], locked: Map<string, LockedTutor>): Promise<void> {
  const { rows } = await client.query<TutorRow>({
    name: 'lock-tutors',
    text: `SELECT tutor_id, amended, first_at, first_learned_at FROM tutor WHERE tutor_id = ANY ($1::text[]) ORDER BY tutor_id FOR UPDATE`,
    values: [tutorIds],
  });
  for (const row of rows)
    locked.set(row.tutor_id, {
      amended: row.amended,
      firstAt: row.first_at,
      firstLearnedAt: row.first_learned_at,
    });
}

interface TutorRow {
  tutor_id: string;
  amended: boolean;
  first_at: number | null;
  first_learned_at: number | null;
}
