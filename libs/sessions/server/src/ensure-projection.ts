import { activeProjection, inTransaction, migrate, type Pool, type Projection } from '@tq/platform/postgres';
import { projectionSteps, spineSteps } from './tables';

/** Raised whenever the same facts would give other rows: tables made by another fold are then refused. */
export const foldVersion = 2;

/**
 * The active projection, made as version 1 where there is none, with its tables up to date.
 * @throws Error in one sentence when the projection was made for another time zone or by another fold
 */
export async function ensureProjection(pool: Pool, timeZone: string): Promise<Projection> {
  await ensureSpine(pool);
  await inTransaction(pool, (client) =>
    client.query(
      `INSERT INTO tq.projection (version, schema, time_zone, fold_version, active, activated_at)
       SELECT 1, 'p1', $1, $2, true, now() WHERE NOT EXISTS (SELECT FROM tq.projection)
       ON CONFLICT DO NOTHING`,
      [timeZone, foldVersion],
    ),
  );
  const projection = await activeProjection(pool);
  if (!projection) throw new Error('No version of the projection is active: set one active in tq.projection.');
  const problem = whyReplay(projection, timeZone);
  if (problem !== null) throw new Error(problem);
  await ensureVersionTables(pool, projection.schema);
  return projection;
}

/** Brings what outlives the versions up to date. */
export async function ensureSpine(pool: Pool): Promise<void> {
  await migrate(pool, 'tq', spineSteps);
}

/** Makes the fold's tables of a version, or brings them up to date. */
export async function ensureVersionTables(pool: Pool, schema: string): Promise<void> {
  await migrate(pool, schema, projectionSteps);
}

/** Why this build with this setting cannot go on with a version, and the command that mends it; null where it can. */
export function whyReplay(projection: Projection, timeZone: string): string | null {
  const { timeZone: counted, foldVersion: made } = projection;
  if (counted !== timeZone)
    return (
      `PLATFORM_TIME_ZONE is ${timeZone}, but all days so far were counted in ${counted}: ` +
      `count them anew with PLATFORM_TIME_ZONE=${timeZone} npm run replay -- --swap, or set it back to ${counted}.`
    );
  if (made > foldVersion)
    return (
      `The tables were made by version ${made} of the fold, and this release folds by version ${foldVersion}: ` +
      `make them anew with npm run replay -- --swap, or use the release that made them.`
    );
  if (made < foldVersion)
    return (
      `The tables were made by version ${made} of the fold, and this release folds by version ${foldVersion}: ` +
      `make them anew from the log with npm run replay -- --swap.`
    );
  return null;
}
