import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
};

/** Whether node_modules holds every package of package-lock.json in its version; packages for other machines aside. */
export function isInstalled() {
  const wanted = read('package-lock.json')?.packages ?? {};
  const present = read('node_modules/.package-lock.json')?.packages;
  if (!present) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) => path === '' || optional || link || present[path]?.version === version,
  );
}

/** Installs the packages when they are missing or others than package-lock.json says. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const why = existsSync(join(root, 'node_modules')) ? 'package-lock.json has changed' : 'the first time here';
  process.stderr.write(`Installing the packages (npm ci, ${why}); a minute or two …\n`);
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const begun = Date.now();
  const code = await new Promise((resolve) => {
    // Its standard output goes to ours for errors, so that what a command prints stays its own.
    const child = spawn(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    child.once('exit', (code) => resolve(code ?? 1)).once('error', () => resolve(1));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill(signal));
  });
  if (code !== 0) throw new Error('The packages could not be installed (see above).\n  npm ci');
  process.stderr.write(`Installed in ${Math.round((Date.now() - begun) / 1000)} s.\n`);
}
