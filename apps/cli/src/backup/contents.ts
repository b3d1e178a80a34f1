import { accessSchema } from '@tq/access/server';
import { topics } from '@tq/events';
import type { TableToKeep } from '@tq/platform/backup';
import { eventStoreSteps } from '@tq/platform/event-store';
import { SetupError } from '@tq/platform/local';
import { migrate, type MigrationStep, type Pool, type Queryable } from '@tq/platform/postgres';
import { rebuildSteps } from '@tq/replays/server';
import { mailSteps } from '@tq/reports/server';
import { ruleSetSteps } from '@tq/scores/server';
import { decisionSteps, spineSteps } from '@tq/sessions/server';

/** The schemas whose rows are kept, with the steps that make them; those of a version of the projection are made anew. */
export const schemaSteps: Readonly<Record<string, readonly MigrationStep[]>> = {
  tq: [...spineSteps, ...ruleSetSteps, ...rebuildSteps],
  decision: decisionSteps,
  access: accessSchema,
  mail: mailSteps,
  es: eventStoreSteps,
};

/** A version of the projection: folded anew from the log. */
export const isVersion = (schema: string): boolean => /^p[0-9]+$/.test(schema);

/** The topics that are kept: what the platform and the administrators said. */
export const keptTopics = [topics.sessionEvents, topics.coachingEvents];

/**
 * Tables that are not kept, each with the reason why nothing is lost with it. Every other table of these schemas is
 * kept, so that nobody forgets one that is added.
 */
export const leftOut: Readonly<Record<string, string>> = {
  'tq.migration': 'says which steps were run: the steps that a restore runs write it',
  'tq.projection': 'versions of the projection: one is folded anew from the log',
  'tq.rebuild': 'rebuilds of versions that are not kept',
  'mail.fold_offset': 'how far score-events was read: that topic begins anew',
  'access.console_session': 'who is signed in: everybody signs in anew',
};

/**
 * Of a table that is kept, only the rows for which this holds (SQL). What was published from the outbox is in the tables
 * of who read it; what notification has not read yet is nowhere else in a backup.
 */
const onlyRows: Readonly<Record<string, string>> = {
  'tq.outbox': `done_at IS NULL OR topic = 'score-events' AND NOT EXISTS (SELECT FROM mail.event e
    WHERE (e.tutor_id, e.id) = (convert_from(key, 'UTF8'), convert_from(value, 'UTF8')::json->>'id'))`,
};

/**
 * Tables that belong to this program, in schemas that are here: those of a backup, in an order that references allow.
 * @throws SetupError where there are schemas that this release knows nothing of
 */
export async function tablesToKeep(db: Queryable): Promise<TableToKeep[]> {
  const { rows: schemas } = await db.query<{ schema: string }>('SELECT DISTINCT schema FROM tq.migration');
  const unknown = schemas.find(({ schema }) => !schemaSteps[schema] && !isVersion(schema));
  if (unknown)
    throw new SetupError(
      `This release does not know the schema ${unknown.schema}, so it would be left out.`,
      'back up with the release that runs',
    );
  const { rows } = await db.query<{ schema: string; table: string }>(
    `SELECT table_schema AS schema, table_name AS "table" FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema = ANY ($1) ORDER BY 1, 2`,
    [Object.keys(schemaSteps)],
  );
  const hasMails = rows.some(({ schema, table }) => schema === 'mail' && table === 'event');
  return rows
    .filter(({ schema, table }) => leftOut[`${schema}.${table}`] === undefined)
    .map(({ schema, table }) => {
      const where = hasMails ? onlyRows[`${schema}.${table}`] : undefined;
      return { schema, table, ...(where === undefined ? {} : { where }) };
    });
}

/** Brings the schemas up to what this program works with. */
export async function migrateAll(pool: Pool): Promise<void> {
  for (const [schema, steps] of Object.entries(schemaSteps)) await migrate(pool, schema, steps);
}
