import { SetupError } from '@tq/platform/local';
import { activeProjection, createPool } from '@tq/platform/postgres';
import { whyReplay } from '@tq/sessions/server';

/** @throws SetupError where this build, or this time zone, cannot go on with what was counted so far */
export async function expectProjection(databaseUrl: string, timeZone: string): Promise<void> {
  const pool = createPool(databaseUrl, { name: 'start', max: 1 });
  try {
    const projection = await activeProjection(pool);
    const problem = projection && whyReplay(projection, timeZone);
    if (problem) throw new SetupError(problem, `PLATFORM_TIME_ZONE=${timeZone} npm run replay -- --swap`);
  } finally {
    await pool.end();
  }
}
