/** What the kernel says of processes (Linux). */
import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100; // USER_HZ of every Linux that Node runs on

/** Seconds of processor time that these processes have used. */
export async function cpuSeconds(pids) {
  let ticks = 0;
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}

/** Processor time that the whole machine, and a process with all that came from it, have used, in seconds. */
export async function machineSeconds(pid) {
  const [, ...columns] = (await readFile('/proc/stat', 'utf8')).split('\n')[0].split(/\s+/).map(Number);
  const [user, nice, system, , , irq, softirq] = columns;
  let own = 0;
  for (const one of await familyOf(pid)) {
    const stat = await readFile(`/proc/${one}/stat`, 'utf8').catch(() => '');
    // utime, stime, and those of children that have ended
    for (const field of stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15))
      own += Number(field);
  }
  return {
    at: performance.now() / 1000,
    all: (user + nice + system + irq + softirq) / ticksPerSecond,
    own: own / ticksPerSecond,
  };
}

/** Resident bytes of one process. */
export async function residentBytes(pid) {
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** A process and all that came from it. */
export async function familyOf(pid) {
  const parents = new Map();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([pid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [child, parent] of parents)
      if (family.has(parent) && !family.has(child)) grown = Boolean(family.add(child));
  }
  return [...family];
}

/** Proportional set size of processes together, in bytes: memory that several share is counted once. */
export async function pssBytes(pids) {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      return 1024 * Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Looks at a value every so many ms until stopped. @returns {{ stop(): Promise<number[]> }} */
export function sampled(value, everyMs) {
  const seen = [];
  let isOn = true;
  const loop = (async () => {
    while (isOn) {
      seen.push(await value().catch(() => 0));
      await new Promise((done) => setTimeout(done, everyMs));
    }
  })();
  return {
    async stop() {
      isOn = false;
      await loop;
      return seen;
    },
  };
}
