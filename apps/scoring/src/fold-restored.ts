import { setTimeout as wait } from 'node:timers/promises';
import { createKafka, EndOffsets, placeOf } from '@tq/platform/kafka';
import { createPool, inTransaction, type Pool, type Projection } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { VersionFollower, versions } from '@tq/replays/server';
import { craftOf } from './craft';

const sayEveryMs = 500;

/**
 * Makes the first version of the projection from a log that was restored, without a word to anybody: what there was to
 * tell, the installation that was backed up has told. Goes on where it was left. The version is not the active one yet:
 * who restores makes it so when everything else is in place.
 * @param told hears of the records that were folded, and of all there are
 */
export async function foldRestored(settings: Settings, told: (folded: number, total: number) => void): Promise<void> {
  const pool = createPool(settings.DATABASE_URL, { name: 'restore folds', max: 3 });
  const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'restore' });
  const craft = craftOf(settings, Date.now, true);
  try {
    const version = await restoredVersion(pool, settings.PLATFORM_TIME_ZONE, craft.foldVersion);
    await craft.migrate(pool, version.schema);
    const follower = await VersionFollower.start({ pool, kafka, craft, version, active: version });
    try {
      const ends = new EndOffsets(kafka);
      const limits = new Map(
        (await ends.of(craft.topics)).map(({ topic, partition, end }) => [placeOf(topic, partition), end]),
      );
      await ends.close();
      const total = [...limits.values()].reduce((sum, end) => sum + end, 0);
      follower.readUpTo(limits);
      for (; !follower.hasReached; await wait(sayEveryMs)) told(follower.handled, total);
      await follower.flush();
      told(total, total);
      await follower.refreshCards();
    } finally {
      await follower.close();
    }
  } finally {
    await pool.end();
  }
}

async function restoredVersion(pool: Pool, timeZone: string, foldVersion: number): Promise<Projection> {
  return inTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO tq.projection (version, schema, time_zone, fold_version, active)
       SELECT 1, 'p1', $1, $2, false WHERE NOT EXISTS (SELECT FROM tq.projection)`,
      [timeZone, foldVersion],
    );
    const [version, other] = await versions(client);
    if (!version || other || version.isActive) throw new Error('Somebody else folds the log that is being restored.');
    return version;
  });
}
