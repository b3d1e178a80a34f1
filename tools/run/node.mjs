import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export const root = dirname(dirname(import.meta.dirname ?? new URL('.', import.meta.url).pathname.replace(/\/$/, '')));

let node;

/** The Node that everything runs with: the project's own (npm package `node`). */
export async function projectNode() {
  if (node) return node;
  const own = join(root, 'node_modules/node/bin/node');
  const versionOf = (path) => spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (existsSync(own) && /^v24\./.test(versionOf(own))) return (node = own);
  if (/^24\./.test(process.versions.node)) return (node = process.execPath);
  // Where npm was told not to run install scripts, the binary was not put into its place.
  const platform = join(root, `node_modules/node-bin-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(platform)) return (node = platform);
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: join(root, 'node_modules/node'),
    stdio: 'ignore',
  });
  if (/^v24\./.test(versionOf(own))) return (node = own);
  throw new Error('Node 24 is not in node_modules.\n  npm rebuild node   (or use Node 24 yourself)');
}

const environment = () => ({
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
});

/**
 * Runs a script with the project's Node to its end, and passes signals on to it.
 * A channel between us tells it should we be killed without a chance to pass anything on.
 * @returns {Promise<number>} its exit code
 */
export async function runWithNode(args, options = {}) {
  const child = spawn(await projectNode(), args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    ...options,
    env: { ...environment(), ...options.env },
  });
  // Ctrl-C reaches the child from the terminal as well: it takes the second one for the same wish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}

/** npm that was killed leaves its script behind: we end with it. Started by hand, we have no parent to end with. */
function watchParent(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && gone(), 500).unref();
}

/** @throws {Error} when the script exits with another code than 0 */
export async function mustRun(args, what) {
  const code = await runWithNode(args, { stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error(`${what} failed (see above).`);
}
