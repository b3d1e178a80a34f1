import { copyIn, type Manifest } from '@tq/platform/backup';
import { SetupError } from '@tq/platform/local';
import { inTransaction, migrate, type Client, type Pool } from '@tq/platform/postgres';
import { leftOut, schemaSteps } from './contents';
import { levelChanges } from './level-changes';
import { tablesAreIn } from './restore-state';

/** @throws SetupError where the backup knows a step that this program does not */
export function expectKnownSteps({ steps }: Manifest): void {
  for (const [schema, names] of Object.entries(steps)) {
    const known = new Set(schemaSteps[schema]?.map(({ name }) => name));
    const unknown = names.find((name) => !known.has(name));
    if (unknown !== undefined)
      throw new SetupError(
        `The backup was made by a newer release: this one does not know "${unknown}" of ${schema}.`,
        'restore it with the release that made it, or a later one',
      );
  }
}

/** Makes the tables as they were when the backup was made, and brings the rows in: all of them or none. */
export async function restoreTables(pool: Pool, dir: string, manifest: Manifest, sendPending: boolean): Promise<void> {
  for (const [schema, names] of Object.entries(manifest.steps))
    await migrate(
      pool,
      schema,
      (schemaSteps[schema] ?? []).filter(({ name }) => names.includes(name)),
    );
  await inTransaction(pool, async (client) => {
    for (const table of manifest.tables) {
      const name = `${table.schema}.${table.table}`;
      if (table.schema === levelChanges.as.schema || leftOut[name] !== undefined) continue;
      await copyIn(client, dir, table);
    }
    await followGaps(client, manifest);
    if (sendPending) await releaseMails(client);
    else await withholdMails(client, manifest.takenAt);
    await tablesAreIn(client);
  });
}

/** A restored log has no gaps: what was decided about a record goes with it to its place. */
async function followGaps(client: Client, { topics, tables }: Manifest): Promise<void> {
  if (!tables.some(({ schema, table }) => schema === 'decision' && table === 'dead_letter_step')) return;
  for (const [topic, partitions] of Object.entries(topics))
    for (const { partition, gaps } of partitions)
      for (const { from, to } of gaps.toReversed())
        // from the last, so that places before keep theirs
        await client.query(
          `UPDATE decision.dead_letter_step SET record_offset = record_offset - $4::bigint
           WHERE topic = $1 AND partition = $2 AND record_offset >= $3`,
          [topic, partition, to, to - from],
        );
}

const hasMails = async (client: Client): Promise<boolean> =>
  (await client.query(`SELECT WHERE to_regclass('mail.mail') IS NOT NULL`)).rowCount === 1;

/** Nobody is at work on any of them, and what notification had not read of score-events is published again. */
async function releaseMails(client: Client): Promise<void> {
  if (await hasMails(client)) await client.query('UPDATE mail.mail SET lease_until = NULL');
  await client.query(`UPDATE tq.outbox SET done_at = NULL WHERE topic = 'score-events'`);
}

/**
 * What waited to be mailed when the backup was made, the installation that it was made of mails: here it is shown as
 * not sent. Restored twice, or beside the old one, nothing is then mailed twice.
 */
async function withholdMails(client: Client, takenAt: string): Promise<void> {
  if (await hasMails(client)) {
    await client.query(`UPDATE mail.mail SET state = 'failed', lease_until = NULL, error = $1 WHERE state = 'queued'`, [
      `Not sent from here: it waited when the backup of ${takenAt} was made, and where that was made it was sent.`,
    ]);
    await client.query(`UPDATE mail.item SET state = 'dropped' WHERE state = 'waiting'`);
  }
  // Dead letters wait to be forwarded; what is about scores would end in mails.
  await client.query(`DELETE FROM tq.outbox WHERE topic = 'score-events'`);
}
