import type { Queryable } from './pool';

/** One version of the read tables. Each lives in a schema of its own; readers use the active one. */
export interface Projection {
  readonly version: number;
  /** `p1`, `p2` … */
  readonly schema: string;
  /** Days are calendar days of this zone: part of the version. */
  readonly timeZone: string;
  /** Which rules of folding made it: a build that folds otherwise needs a version of its own. */
  readonly foldVersion: number;
}

/** The channel on which a switch of versions is told; the payload is the schema that readers see from now on. */
export const projectionChannel = 'tq_projection';

/** The version that readers see, or null before the first start of scoring. */
export async function activeProjection(db: Queryable): Promise<Projection | null> {
  const { rows: found } = await db.query<{ found: boolean }>(
    `SELECT to_regclass('tq.projection') IS NOT NULL AS found`,
  );
  if (!found[0]?.found) return null;
  const { rows } = await db.query<{ version: number; schema: string; time_zone: string; fold_version: number }>(
    'SELECT version, schema, time_zone, fold_version FROM tq.projection WHERE active',
  );
  const row = rows[0];
  if (!row) return null;
  return { version: row.version, schema: row.schema, timeZone: row.time_zone, foldVersion: row.fold_version };
}
