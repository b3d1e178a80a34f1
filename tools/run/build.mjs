import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './node.mjs';

const isSpec = /\.(int\.)?spec\.ts$/;
const services = ['ingestion', 'scoring', 'notification', 'gateway', 'simulator', 'cli', 'chaos'];
const isWeb = (path) => /^libs\/(\w+\/web|platform\/web)\//.test(path);

/** What each part is made of, and how. */
const parts = {
  services: {
    title: 'the services',
    from: ['libs', ...services.map((name) => `apps/${name}`)],
    takes: (path) => !isWeb(path),
    also: ['tools/build.mjs', 'tsconfig.base.json', 'package-lock.json'],
    script: ['tools/build.mjs'],
    stamp: 'dist/apps/.services',
  },
  console: {
    title: 'the console',
    from: ['libs', 'apps/admin'],
    takes: (path) => isWeb(path) || path.startsWith('apps/admin/') || /^libs\/(\w+\/core|events)\//.test(path),
    also: [
      'tools/build-admin.mjs',
      'tools/admin-chunks.mjs',
      'angular.json',
      'tsconfig.web.json',
      'tsconfig.base.json',
      'package-lock.json',
    ],
    script: ['tools/build-admin.mjs'],
    stamp: 'dist/apps/.console',
  },
};

function filesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(path);
      return isSpec.test(path) ? [] : [path];
    });
}

const textOf = (path) => {
  try {
    return readFileSync(join(root, path));
  } catch {
    return '';
  }
};

/** One hash over the contents of all that the part is made of. */
function hashOf({ from, takes, also }) {
  const hash = createHash('sha256');
  for (const path of [...from.flatMap(filesUnder).filter(takes), ...also])
    hash.update(path).update('\0').update(textOf(path)).update('\0');
  return hash.digest('hex');
}

/** Builds the part unless what is in dist/ was made of the same sources. */
export async function buildStale(name, mustRun) {
  const part = parts[name];
  const hash = hashOf(part);
  if (String(textOf(part.stamp)) === hash) return;
  process.stderr.write(`Building ${part.title} …\n`);
  await mustRun(part.script, `The build of ${part.title}`);
  mkdirSync(dirname(join(root, part.stamp)), { recursive: true });
  writeFileSync(join(root, part.stamp), hash);
}
