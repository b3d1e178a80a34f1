import type { Queryable } from '@tq/platform/postgres';

/** A tutor of whom a fact stands before an instant, as last said before it. Times are epoch milliseconds. */
export interface KnownTutor {
  readonly tutorId: string;
  readonly name: string | null;
  readonly departedAt: number | null;
}

/**
 * The tutors of whom a fact stands before an instant (the end of a day), with name and departure as of then.
 * @param tutorIds of these only; null: all
 */
export async function tutorsBefore(
  db: Queryable,
  schema: string,
  instant: number,
  tutorIds: readonly string[] | null,
): Promise<KnownTutor[]> {
  const these = (column: string): string => (tutorIds === null ? '' : `AND ${column} = ANY ($2)`);
  const { rows } = await db.query<{ tutor_id: string; name: string | null; departed_at: number | null }>({
    name: `tutors ${schema} ${tutorIds === null}`,
    text: `
      WITH said AS (
        SELECT DISTINCT ON (tutor_id, type) tutor_id, type, stands_at, coalesce(stands_data, data)->>'name' AS name
        FROM ${schema}.fact
        WHERE type IN ('tutoring.tutor.registered.v1', 'tutoring.tutor.departed.v1')
          AND NOT retracted AND stands_at < $1 ${these('tutor_id')}
        ORDER BY tutor_id, type, stands_at DESC, id DESC, source DESC
      )
      SELECT t.tutor_id, r.name, d.stands_at AS departed_at FROM ${schema}.tutor t
      LEFT JOIN said r ON r.tutor_id = t.tutor_id AND r.type = 'tutoring.tutor.registered.v1'
      LEFT JOIN said d ON d.tutor_id = t.tutor_id AND d.type = 'tutoring.tutor.departed.v1'
      WHERE t.first_at < $1 ${these('t.tutor_id')}
      ORDER BY t.tutor_id`,
    values: tutorIds === null ? [instant] : [instant, tutorIds],
  });
  return rows.map((row) => ({ tutorId: row.tutor_id, name: row.name, departedAt: row.departed_at }));
}
