import { topics } from '@tq/events';
import { createKafka } from '@tq/platform/kafka';
import { SetupError } from '@tq/platform/local';
import type { Queryable } from '@tq/platform/postgres';
import { schemaSteps } from './contents';

const mend = 'TQ_HOME=<a new folder> npm run restore -- <the backup>   (or name an empty database and an empty broker)';

/** @throws SetupError where the database holds anything of an installation */
export async function expectEmptyDatabase(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ schema: string }>(
    `SELECT nspname::text AS schema FROM pg_namespace WHERE nspname = ANY ($1) OR nspname ~ '^p[0-9]+$' ORDER BY 1`,
    [Object.keys(schemaSteps)],
  );
  if (rows.length > 0)
    throw new SetupError(
      `The database holds an installation already (${rows.map(({ schema }) => schema).join(', ')}): a restore needs an empty one.`,
      mend,
    );
}

/** @throws SetupError where one of our topics holds a record */
export async function expectEmptyLog(brokers: readonly string[]): Promise<void> {
  const admin = createKafka({ brokers, clientId: 'restore' }).admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    for (const { name } of Object.values(topics)) {
      if (!there.has(name)) continue;
      const offsets = await admin.fetchTopicOffsets(name);
      const end = offsets.reduce((sum, { high }) => sum + Number(high), 0);
      if (end > 0) throw new SetupError(`The topic ${name} is not empty: a restore needs a broker without it.`, mend);
    }
  } finally {
    await admin.disconnect();
  }
}
