import { copyIn, type BackedUpTable } from '@tq/platform/backup';
import type { Client } from '@tq/platform/postgres';

/**
 * How often each tutor's level changed so far: the changes are told under these numbers, and one that comes again
 * under a number that was told is taken for a double. So they outlive the version of the projection that they are in.
 */
export const levelChanges = {
  from: { table: 'card', columns: ['tutor_id', 'level_changes'], where: 'level_changes > 0' },
  as: { schema: 'restore', table: 'level_changes' },
} as const;

/** Gives a version of the projection, whose cards are made, the numbers of a backup. */
export async function restoreLevelChanges(
  client: Client,
  dir: string,
  table: BackedUpTable,
  schema: string,
): Promise<void> {
  await client.query('CREATE TEMP TABLE level_changes (tutor_id text COLLATE "C", level_changes int) ON COMMIT DROP');
  await copyIn(client, dir, { ...table, schema: 'pg_temp', table: 'level_changes' });
  await client.query(
    `INSERT INTO ${schema}.card AS c (tutor_id, item, generation, level_changes)
     SELECT tutor_id, NULL, 0, level_changes FROM level_changes
     ON CONFLICT (tutor_id) DO UPDATE SET level_changes = excluded.level_changes`,
  );
}
