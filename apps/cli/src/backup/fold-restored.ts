import { join } from 'node:path';
import { progressOf } from '@tq/platform/backup';
import { projectRoot, startProcess } from '@tq/platform/local';
import type { Settings } from '@tq/platform/settings';
import type { Servers } from '../replay/with-servers';

/** Has scoring make the projection from the restored log, in a process of its own. @throws Error when it fails */
export async function foldRestored(
  settings: Settings,
  { kafkaBrokers, databaseUrl }: Servers,
  timeZone: string,
  say: (line: string) => void,
): Promise<void> {
  let progress: ((folded: number) => void) | undefined;
  let unfinished = '';
  const logFile = join(settings.TQ_HOME, 'logs/restore.log');
  const running = startProcess({
    command: process.execPath,
    args: [join(projectRoot(), 'dist/apps/scoring/main.js'), '--restored'],
    cwd: projectRoot(),
    env: {
      ...process.env,
      KAFKA_BROKERS: kafkaBrokers,
      DATABASE_URL: databaseUrl,
      PLATFORM_TIME_ZONE: timeZone,
      TQ_HOME: settings.TQ_HOME,
    },
    logFile,
    onOutput: (text) => {
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines.filter((each) => each.startsWith('{"folded"'))) {
        const { folded, total } = JSON.parse(line) as { folded: number; total: number };
        progress ??= progressOf('records folded', total, say, () => performance.now(), folded);
        progress(folded);
      }
    },
  });
  const how = await running.exited;
  if (how !== 0) throw new Error(`The restored log could not be folded (${how}). More is in ${logFile}.`);
}
