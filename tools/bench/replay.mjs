/** A replay of all of the log beside the version that readers see, as `npm run replay -- --dry-run` does it. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { root } from '../run/node.mjs';
import { familyOf } from './processes.mjs';

/** The most that a process held at once, in bytes, as the kernel remembers it. */
async function peakBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

/** Whoever does the rebuild: the command's own process for it, or that of a scorer that was quicker. */
async function rebuildProcesses(pids) {
  const families = await Promise.all(pids.map(familyOf));
  const named = await Promise.all(
    families.flat().map(async (pid) => [pid, await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')]),
  );
  return named.flatMap(([pid, line]) => (line.includes('--rebuild') ? [pid] : []));
}

/**
 * @returns {Promise<{ seconds: number, peak: number }>} from the request until the new version's cards stand; the most
 *   memory of the process that does it, in bytes
 */
export async function replayed(world) {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  const log = openSync(join(world.log, 'replay'), 'a');
  const child = spawn(process.execPath, [join(root, 'dist/apps/cli/main.js'), 'replay', '--dry-run'], {
    cwd: root,
    env: world.environment,
    stdio: ['ignore', log, log],
  });
  let ended;
  const exit = new Promise((done) => child.once('exit', (code) => done((ended = code ?? 1))));
  const scorer = world.pid('scoring');
  let [begun, seconds, peak, pids, round] = [undefined, undefined, 0, [], 0];
  try {
    for (; ended === undefined; round++) {
      // Looking at all processes of the machine takes time from what is measured: rarely, and never once it is found.
      if (pids.length === 0 && round % 10 === 0)
        pids = await rebuildProcesses([...(scorer ? [scorer] : []), child.pid]);
      for (const pid of pids) peak = Math.max(peak, await peakBytes(pid));
      const { rows } = await client.query('SELECT state FROM tq.rebuild ORDER BY id DESC LIMIT 1').catch(() => ({ rows: [] })); // prettier-ignore
      const state = rows[0]?.state;
      if (state === 'folding') begun ??= performance.now();
      else if (begun !== undefined) seconds ??= (performance.now() - begun) / 1000;
      await wait(100);
    }
  } finally {
    if (ended === undefined) child.kill('SIGTERM');
    await exit;
    await client.end();
  }
  if (seconds === undefined || ended > 1) throw new Error(`The replay ended with ${ended}; its log: ${join(world.log, 'replay')}`); // prettier-ignore
  return { seconds, peak };
}
