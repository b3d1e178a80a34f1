import { activeProjection, inTransaction, migrate, type Pool, type Projection } from '@tq/platform/postgres';
import { projectionSteps, spineSteps } from './tables';

/** Raised whenever the same facts would give other rows: tables made by another fold are then refused. */
export const foldVersion = 2;

/**
 * The active projection, made as version 1 where there is none, with its tables up to date.
 * @throws Error in one sentence when the projection was made for another time zone or by another fold
 */
export async function ensureProjection(pool: Pool, timeZone: string): Promise<Projection> {
  await migrate(pool, 'tq', spineSteps);
  await inTransaction(pool, (client) =>
    client.query(
      `INSERT INTO tq.projection (version, schema, time_zone, fold_version, active)
       SELECT 1, 'p1', $1, $2, true WHERE NOT EXISTS (SELECT FROM tq.projection)
       ON CONFLICT DO NOTHING`,
      [timeZone, foldVersion],
    ),
  );
  const projection = await activeProjection(pool);
  if (!projection) throw new Error('No version of the projection is active: set one active in tq.projection.');
  if (projection.timeZone !== timeZone)
    throw new Error(
      `PLATFORM_TIME_ZONE is ${timeZone}, but all days so far were counted in ${projection.timeZone}: ` +
        `set it back to ${projection.timeZone}, or start with an empty database, which is then folded anew from the log.`,
    );
  if (projection.foldVersion !== foldVersion)
    throw new Error(
      `The database was made by version ${projection.foldVersion} of the fold, this is version ${foldVersion}: ` +
        `start with an empty database, which is then folded anew from the log.`,
    );
  await migrate(pool, projection.schema, projectionSteps);
  return projection;
}
