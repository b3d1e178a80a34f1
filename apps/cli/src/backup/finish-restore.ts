import { topics } from '@tq/events';
import type { Manifest } from '@tq/platform/backup';
import { inTransaction, type Pool } from '@tq/platform/postgres';
import { forwardAllDeadLetters, putDownClosed } from '@tq/sessions/server';
import { levelChanges, restoreLevelChanges } from './level-changes';
import { endRestore } from './restore-state';

/** The last step, whole or not at all: readers see the projection, and nothing says any more that it is being restored. */
export async function finishRestore(pool: Pool, dir: string, manifest: Manifest, sendPending: boolean): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ schema: string }>('SELECT schema FROM tq.projection');
    const schema = rows[0]?.schema;
    if (rows.length !== 1 || schema === undefined) throw new Error('The restored log was not folded.');
    const numbers = manifest.tables.find(
      (one) => one.schema === levelChanges.as.schema && one.table === levelChanges.as.table,
    );
    if (numbers) await restoreLevelChanges(client, dir, numbers, schema);
    // What had been acknowledged and not folded yet was told by nobody, but will be where the backup was made.
    const takenAt = Date.parse(manifest.takenAt);
    await putDownClosed(client, schema, sendPending ? null : takenAt, takenAt);
    if (!sendPending)
      // Sessions that had closed and were not told of yet: the installation that was backed up tells of them. Those
      // whose closing was withdrawn may close again, and are told of then.
      await client.query(
        `UPDATE tq.announcement a SET scored_at = $1 FROM ${schema}.session s
         WHERE a.scored_at IS NULL AND (s.tutor_id, s.session_id) = (a.tutor_id, a.session_id)
           AND s.state <> 'open' AND (s.state = 'cancelled') = (a.kind = 'closed')`,
        [takenAt],
      );
    // Published, but behind the cut of the log: published again, under the same ids.
    await client.query(
      `UPDATE decision.decision d SET published_at = NULL WHERE published_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM ${schema}.excuse e WHERE (e.tutor_id, e.id) = (d.tutor_id, d.id))`,
    );
    // Bad records are kept on a topic of their own, which begins anew like all that is made from the log.
    await client.query('DELETE FROM tq.outbox WHERE topic = $1', [topics.deadLetters.name]);
    await forwardAllDeadLetters(client, schema, topics.deadLetters.name, Date.now());
    await client.query('UPDATE tq.projection SET active = true, activated_at = now()');
    await endRestore(client);
  });
}
