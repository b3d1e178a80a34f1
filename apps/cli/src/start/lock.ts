import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, SetupError } from '@tq/platform/local';

/** The pid of the start that holds this TQ_HOME, or undefined. A number that now belongs to another program does not count. */
export function holderOf(home: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(join(home, 'lock'), 'utf8'));
  } catch {
    return undefined;
  }
  return pid > 0 && pid !== process.pid && commandOf(pid)?.includes('apps/cli/main.js') ? pid : undefined;
}

/**
 * Takes TQ_HOME for this process.
 * @returns what gives it back
 * @throws SetupError when another start has it
 */
export function lock(home: string): () => void {
  const file = join(home, 'lock');
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid}\n`);
  try {
    for (let attempt = 0; ; attempt += 1) {
      const holder = holderOf(home);
      if (holder !== undefined)
        throw new SetupError(
          `It is running already from ${home} (process ${holder}).`,
          `kill ${holder}   (or start a second one beside it: TQ_HOME=.data2 npm start)`,
        );
      try {
        linkSync(mine, file); // fails where the file exists: of two starts at once only one gets it
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
        rmSync(file, { force: true });
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(file, { force: true });
}
