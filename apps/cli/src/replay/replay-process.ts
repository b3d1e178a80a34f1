import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '@tq/platform/local';
import { endedBy, rebuildFlags } from '@tq/replays/server';
import type { Servers } from './with-servers';

/** How the process that does a rebuild ended. */
export type Ended = 'done' | 'again' | 'taken' | { readonly failed: string };

/** Does the current rebuild in a process of its own, which ends with this one. */
export function replayProcess({ kafkaBrokers, databaseUrl, isShared }: Servers, ending: AbortSignal): Promise<Ended> {
  const child: ChildProcess = fork(
    join(projectRoot(), 'dist/apps/scoring/main.js'),
    ['--rebuild', '--ends', ...(isShared ? [] : ['--alone'])],
    {
      cwd: projectRoot(),
      env: { ...process.env, KAFKA_BROKERS: kafkaBrokers, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' },
      execArgv: [...rebuildFlags],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  ending.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ failed: error.message }));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve('done');
      else if (code === 75) resolve('again');
      else if (code === 76) resolve('taken');
      else if (signal) resolve({ failed: endedBy(signal) });
      else resolve({ failed: said.trim().split('\n').at(-1) || `The process that did it ended (${code}).` });
    });
  });
}
