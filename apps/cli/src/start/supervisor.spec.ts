import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandOf, startProcess } from '@tq/platform/local';
import { nextWait, Supervisor, type Launch } from './supervisor';

let home: string;
let supervisor: Supervisor;
const said: string[] = [];
beforeEach(async () => {
  said.length = 0;
  home = await mkdtemp(join(tmpdir(), 'tq-supervisor-'));
  supervisor = new Supervisor(join(home, 'processes.json'), (line) => said.push(line));
});
afterEach(async () => {
  await supervisor.stopAll([]);
  await rm(home, { recursive: true });
});

const sleeper: Launch = (spawned) => {
  spawned(startProcess({ command: 'sleep', args: ['300'] }));
  return Promise.resolve();
};
const isSleep = (command?: string) => command === 'sleep 300'; // at first it is what makes it end with its parent
const pids = async () => JSON.parse(await readFile(join(home, 'processes.json'), 'utf8')) as Record<string, number>;

async function until<T>(look: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (const limit = performance.now() + 10_000; ; await wait(20)) {
    const value = await look();
    if (holds(value) || performance.now() > limit) return value;
  }
}

it('waits 0.5 s, doubling to 5 s, and begins again after 30 s of health', () => {
  const waits = [100, 100, 100, 100, 100, 29_999, 30_000, 100].reduce<number[]>(
    (all, lived) => [...all, nextWait(all.at(-1), lived)],
    [],
  );
  expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000, 500, 1000]);
});

it('starts again what was killed, and names its new pid', async () => {
  await supervisor.launch('scoring', sleeper);
  const { scoring: first = 0 } = supervisor.pids;
  expect(await until(() => commandOf(first), isSleep)).toBe('sleep 300');
  process.kill(first, 'SIGKILL');
  const { scoring: second = 0 } = await until(pids, ({ scoring = first }) => scoring !== first);
  expect(second).not.toBe(first);
  expect(await until(() => commandOf(second), isSleep)).toBe('sleep 300');
  expect(said).toEqual(['scoring ended (SIGKILL); it is started again in 0.5 s']);
});

it('ends everything in order, and leaves no process', async () => {
  for (const name of ['broker', 'gateway', 'simulator']) await supervisor.launch(name, sleeper);
  const all = Object.values(supervisor.pids);
  await supervisor.stopAll([['simulator'], ['gateway']]);
  expect(all.map(commandOf)).toEqual([undefined, undefined, undefined]);
  expect(await pids()).toEqual({});
});

it('ends what is still starting', async () => {
  let pid = 0;
  const starting = supervisor.launch('broker', async (spawned) => {
    const running = startProcess({ command: 'sleep', args: ['300'] });
    spawned(running);
    pid = running.pid;
    await running.exited;
  });
  const refused = expect(starting).rejects.toThrow('stopping');
  await supervisor.stopAll([]);
  await refused;
  expect(commandOf(pid)).toBeUndefined();
});

it('kills what does not end when asked', async () => {
  const running = startProcess({ command: 'sh', args: ['-c', 'trap "" TERM; while :; do sleep 0.1; done'] });
  await wait(200);
  await running.stop(300);
  expect(await running.exited).toBe('SIGKILL');
});
