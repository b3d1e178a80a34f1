import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandOf } from '@tq/platform/local';

/** Whether a living process is the one that `name` stood for: by its command, and by the home in its environment. */
function isOurs(name: string, pid: number, home: string): boolean {
  const command = commandOf(pid);
  if (command === undefined) return false;
  if (name === 'broker') return command.includes(join(home, 'kafka/server.properties'));
  if (name === 'postgres') return command.includes(`-D ${join(home, 'postgres')}`);
  if (name === 'inbox') return command.includes(join(home, 'inbox'));
  try {
    return (
      command.includes(`apps/${name}/main.js`) &&
      readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TQ_HOME=${home}`)
    );
  } catch {
    return false; // cannot be told apart from somebody else's: left alone
  }
}

/**
 * Ends what a start that was killed left running, as `processes.json` names it. A pid that meanwhile belongs to
 * another program is left alone.
 * @returns the names of what was ended
 */
export async function endLeftOver(home: string, graceMs = 10_000): Promise<string[]> {
  const file = join(home, 'processes.json');
  let pids: Record<string, number>;
  try {
    pids = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  } catch {
    return [];
  }
  const alive = Object.entries(pids).filter(([name, pid]) => isOurs(name, pid, home));
  for (const [name, pid] of alive) process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  const stillThere = () => alive.filter(([name, pid]) => isOurs(name, pid, home));
  for (const limit = performance.now() + graceMs; stillThere().length > 0; await wait(50)) {
    if (performance.now() < limit) continue;
    for (const [, pid] of stillThere()) process.kill(pid, 'SIGKILL');
  }
  rmSync(file, { force: true });
  return alive.map(([name]) => name);
}
