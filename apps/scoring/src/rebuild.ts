import { constants, setPriority } from 'node:os';
import pg from 'pg';
import { createKafka } from '@tq/platform/kafka';
import { createPool } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { rebuildLock, Rebuilder, RebuildStore, troubleOf } from '@tq/replays/server';
import { openEventStore } from '@tq/platform/event-store';
import { ensureRuleSets } from '@tq/scores/server';
import { craftOf } from './craft';
import type { Log } from './parts';

/** Exit codes: it goes on when a server is back; somebody else is at it. */
export const exitCodes = { again: 75, taken: 76 } as const;

/**
 * Does the current rebuild in this process, until it ends or waits for a decision. One at a time, whoever asks.
 * @param alone nothing else answers people meanwhile: all of the machine may be used
 * @returns the exit code of the process
 */
export async function rebuild(
  settings: Settings,
  log: Log,
  options: { readonly alone: boolean; readonly endsWhereDifferent: boolean },
): Promise<number> {
  if (!options.alone) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const lock = new pg.Client({ connectionString: settings.DATABASE_URL, application_name: 'rebuild holds the lock' });
  const pool = createPool(settings.DATABASE_URL, { name: 'rebuild', max: 5 });
  let id: number | undefined;
  // Without its lock another may begin: better to end than to be two.
  lock.on('error', () => process.exit(exitCodes.again));
  try {
    await lock.connect();
    const { rows } = await lock.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [rebuildLock]);
    if (!rows[0]?.mine) return exitCodes.taken;
    const current = await new RebuildStore(pool).current();
    if (!current) return 0;
    id = current.id;
    const eventStore = openEventStore(settings.EVENTSTORE_URL, pool);
    await ensureRuleSets(pool, undefined, Date.now(), eventStore);
    await eventStore.close();
    const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'rebuild' });
    const craft = craftOf(settings, Date.now, options.alone);
    await new Rebuilder({ pool, kafka, craft, clock: Date.now, ...options }).run(id);
    return 0;
  } catch (error) {
    const { sentence, passes } = troubleOf(error);
    log('error', 'the rebuild stands', { err: error });
    if (id !== undefined)
      await new RebuildStore(pool).set(id, { ...(passes ? {} : { state: 'failed' as const }), problem: sentence }).catch(() => undefined); // prettier-ignore
    return passes ? exitCodes.again : 1;
  } finally {
    await pool.end().catch(() => undefined);
    await lock.end().catch(() => undefined);
  }
}
