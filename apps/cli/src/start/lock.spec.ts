import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftOver } from './left-over';
import { lock } from './lock';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'tq-lock-'))));
afterEach(() => rm(home, { recursive: true }));

/** A stand-in for one of our processes: it is told from others by its command and its home. */
function sleeperNamed(words: string, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', words], {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  return { pid: child.pid ?? 0, ended, kill: () => child.kill('SIGKILL') };
}

it('refuses a second start beside the first, with the command that ends the first', async () => {
  const first = sleeperNamed('dist/apps/cli/main.js');
  await writeFile(join(home, 'lock'), String(first.pid));
  expect(() => lock(home)).toThrow(`It is running already from ${home} (process ${first.pid}).`);
  first.kill();
  await first.ended;
  lock(home)();
});

it('takes over the lock of a start that is gone, also when its number is now another program’s', async () => {
  await writeFile(join(home, 'lock'), String(process.ppid));
  const unlock = lock(home);
  expect(await readFile(join(home, 'lock'), 'utf8')).toBe(`${process.pid}\n`);
  unlock();
});

it('ends what a killed start left running, and nothing else under the same numbers', async () => {
  const ours = sleeperNamed('dist/apps/scoring/main.js', { TQ_HOME: home });
  const ofAnotherHome = sleeperNamed('dist/apps/gateway/main.js', { TQ_HOME: '/elsewhere' });
  const foreign = sleeperNamed('something else', { TQ_HOME: home });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await writeFile(
    join(home, 'processes.json'),
    JSON.stringify({ scoring: ours.pid, gateway: ofAnotherHome.pid, broker: foreign.pid, inbox: 4_000_000 }),
  );
  expect(await endLeftOver(home)).toEqual(['scoring']);
  expect(await ours.ended).toBe('SIGTERM');
  for (const other of [ofAnotherHome, foreign]) {
    expect(() => process.kill(other.pid, 0)).not.toThrow();
    other.kill();
    await other.ended;
  }
});
