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
  // The last of each tutor's few facts of that type, by its index: a join over all of them would be one of every tutor
  // with every tutor where the planner may not hash, as in scoring.
  const last = (type: string, columns: string): string => `
      SELECT ${columns} FROM ${schema}.fact f
      WHERE f.tutor_id = t.tutor_id AND f.type = '${type}' AND NOT f.retracted AND f.stands_at < $1
      ORDER BY f.stands_at DESC, f.id DESC, f.source DESC LIMIT 1`;
  const { rows } = await db.query<{ tutor_id: string; name: string | null; departed_at: number | null }>({
    name: `tutors ${schema} ${tutorIds === null}`,
    text: `
      SELECT t.tutor_id, r.name, d.stands_at AS departed_at FROM ${schema}.tutor t
      LEFT JOIN LATERAL (${last('tutoring.tutor.registered.v1', `f.stands_at, f.id, f.source, coalesce(f.stands_data, f.data)->>'name' AS name`)}
      ) r ON true
      LEFT JOIN LATERAL (${last('tutoring.tutor.departed.v1', 'f.stands_at, f.id, f.source')}
      ) d ON r.id IS NULL OR (d.stands_at, d.id, d.source) > (r.stands_at, r.id, r.source) -- Registered again is back.
      WHERE t.first_at < $1 ${tutorIds === null ? '' : 'AND t.tutor_id = ANY ($2)'}
      ORDER BY t.tutor_id`,
    values: tutorIds === null ? [instant] : [instant, tutorIds],
  });
  return rows.map((row) => ({ tutorId: row.tutor_id, name: row.name, departedAt: row.departed_at }));
}
