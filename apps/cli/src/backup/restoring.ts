import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '@tq/platform/local';

/** In TQ_HOME while a restore into it has not ended; it names the backup. */
export const restoring = 'restoring';

/** @throws SetupError where a restore into TQ_HOME was begun and has not ended: half of a history must not begin to live */
export async function expectNoRestore(home: string): Promise<void> {
  const dir = await readFile(join(home, restoring), 'utf8').catch(() => undefined);
  if (dir === undefined) return;
  throw new SetupError(
    `A restore of ${dir.trim()} into ${home} was begun and has not ended.`,
    `npm run restore -- ${dir.trim()}   (it goes on where it was)`,
  );
}
