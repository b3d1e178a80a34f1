import type { Queryable } from '@tq/platform/postgres';

/** A tutor of whom a fact stands before an instant, as last said before it. Times are epoch milliseconds. */
export interface KnownTutor {
  readonly tutorId: string;
  readonly name: string | null;
  readonly departedAt: number | null;
}

/** The tutors of whom a fact stands before an instant (the end of a day), in the order of their ids. */
export async function tutorIdsBefore(db: Queryable, schema: string, instant: number): Promise<string[]> {
  const { rows } = await db.query<{ tutor_id: string }>(
    `SELECT tutor_id FROM ${schema}.tutor WHERE first_at < $1 ORDER BY tutor_id`,
    [instant],
  );
  return rows.map((row) => row.tutor_id);
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
  if (tutorIds !== null) return lookedUp(db, schema, instant, tutorIds);
  // Of most tutors nothing was said after the instant: what their rows say held then too.
  const { rows } = await db.query<{ tutor_id: string; name: string | null; departed_at: number | null }>({
    name: `all tutors ${schema}`,
    text: `SELECT tutor_id, name, departed_at FROM ${schema}.tutor WHERE first_at < $1 ORDER BY tutor_id`,
    values: [instant],
  });
  const later = await db.query<{ tutor_id: string }>({
    name: `said later ${schema}`,
    text: `SELECT DISTINCT tutor_id FROM ${schema}.fact
           WHERE type IN ('tutoring.tutor.registered.v1', 'tutoring.tutor.departed.v1') AND stands_at >= $1`,
    values: [instant],
  });
  const saidLater = new Set(later.rows.map((row) => row.tutor_id));
  // A departure counts unless a registration came after it.
  const unsure = rows
    .filter((row) => row.departed_at !== null || saidLater.has(row.tutor_id))
    .map((row) => row.tutor_id);
  const looked = unsure.length === 0 ? [] : await lookedUp(db, schema, instant, unsure);
  const known = new Map(looked.map((tutor) => [tutor.tutorId, tutor]));
  return rows.map((row) => known.get(row.tutor_id) ?? { tutorId: row.tutor_id, name: row.name, departedAt: null });
}

async function lookedUp(
  db: Queryable,
  schema: string,
  instant: number,
  tutorIds: readonly string[],
): Promise<KnownTutor[]> {
  // The last of each tutor's few facts of that type, by its index: a join over all of them would be one of every tutor
  // with every tutor where the planner may not hash, as in scoring.
  const last = (type: string, columns: string): string => `
      SELECT ${columns} FROM ${schema}.fact f
      WHERE f.tutor_id = t.tutor_id AND f.type = '${type}' AND NOT f.retracted AND f.stands_at < $1
      ORDER BY f.stands_at DESC, f.id DESC, f.source DESC LIMIT 1`;
  const { rows } = await db.query<{ tutor_id: string; name: string | null; departed_at: number | null }>({
    name: `tutors ${schema}`,
    text: `
      SELECT t.tutor_id, r.name, d.stands_at AS departed_at FROM ${schema}.tutor t
      LEFT JOIN LATERAL (${last('tutoring.tutor.registered.v1', `f.stands_at, f.id, f.source, coalesce(f.stands_data, f.data)->>'name' AS name`)}
      ) r ON true
      LEFT JOIN LATERAL (${last('tutoring.tutor.departed.v1', 'f.stands_at, f.id, f.source')}
      ) d ON r.id IS NULL OR (d.stands_at, d.id, d.source) > (r.stands_at, r.id, r.source) -- Registered again is back.
      WHERE t.first_at < $1 AND t.tutor_id = ANY ($2)
      ORDER BY t.tutor_id`,
    values: [instant, tutorIds],
  });
  return rows.map((row) => ({ tutorId: row.tutor_id, name: row.name, departedAt: row.departed_at }));
}
