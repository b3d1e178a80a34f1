/** On what a figure was measured: what matters of the machine, and nothing that names it. */
import { availableParallelism, totalmem } from 'node:os';
import { machineSeconds } from './processes.mjs';

export const cores = availableParallelism();

/** @returns {{ cores: number, memoryGb: number, node: string }} */
export const machine = () => ({ cores, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version });

/** How many cores programs that are not part of the measurement keep busy, on average, until `stop`. */
export async function othersSince() {
  const before = await machineSeconds(process.pid);
  return async () => {
    const after = await machineSeconds(process.pid);
    const busy = (after.all - before.all - (after.own - before.own)) / (after.at - before.at);
    return Math.min(cores, Math.max(0, busy));
  };
}
