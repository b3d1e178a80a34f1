/** A newcomer's first start from a fresh clone with a warm package cache, and the second start after it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../run/node.mjs';
import { megabytes } from './figures.mjs';
import { familyOf, pssBytes, sampled } from './processes.mjs';

/** Runs `npm start` until its last line says Ready, then ends it. @returns seconds it took, and the most memory in bytes */
async function untilReady(folder, home, minutes) {
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...process.env, TQ_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const memory = sampled(async () => pssBytes(await familyOf(child.pid)), 1000);
  try {
    await new Promise((done, failed) => {
      const limit = setTimeout(
        () => failed(new Error(`npm start was not ready after ${minutes} min:\n${output.slice(-2000)}`)),
        minutes * 60_000,
      );
      const read = (text) => {
        output += text;
        if (/^Ready/m.test(output)) done(clearTimeout(limit));
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
      child.once('exit', (code) => failed(new Error(`npm start ended with ${code}:\n${output.slice(-2000)}`)));
    });
    const seconds = (performance.now() - begun) / 1000;
    await new Promise((done) => setTimeout(done, 5000));
    return { seconds, memory: Math.max(...(await memory.stop())) };
  } finally {
    await memory.stop();
    if (child.exitCode === null) {
      process.kill(child.pid, 'SIGTERM');
      await new Promise((done) => child.once('exit', done));
    }
  }
}

export async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'tq-clone-'));
  const home = join(folder, '.data');
  try {
    const clone = join(folder, 'clone');
    const { status, stderr } = spawnSync('git', ['clone', '--quiet', root, clone], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`git clone failed: ${stderr}`);
    const first = await untilReady(clone, home, 15);
    const second = await untilReady(clone, home, 3);
    return [
      {
        name: 'fresh clone → Ready, 90 days of history folded',
        measured: `${Math.round(first.seconds)} s`,
        target: '≤ 240 s',
        isMet: first.seconds <= 240,
      },
      {
        name: 'memory of all its processes, at most (PSS)',
        measured: megabytes(first.memory),
        target: '≤ 3,000 MB',
        isMet: first.memory <= 3e9,
      },
      {
        name: 'second start → Ready',
        measured: `${Math.round(second.seconds)} s`,
        target: '≤ 20 s',
        isMet: second.seconds <= 20,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
