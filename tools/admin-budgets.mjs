/**
 * Measures the built console against its budgets, gzip: what every screen loads first, and what each screen adds.
 * Usage: node tools/admin-budgets.mjs   (after tools/build-admin.mjs)
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kB = 1000;
const budgets = { initial: 130 * kB, route: 90 * kB };
const folder = fileURLToPath(new URL('../dist/apps/admin', import.meta.url));

const { outputs } = JSON.parse(await readFile(join(folder, 'browser-stats.json'), 'utf8'));
const sizes = new Map();

async function sizeOf(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(await readFile(join(folder, 'browser', file)), { level: 9 }).length);
  return sizes.get(file);
}

/** The chunks that come with one, by its static imports. */
function closure(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && outputs[path]) closure(path, found);
  }
  return found;
}

const scripts = Object.keys(outputs).filter((file) => file.endsWith('.js'));
const styles = Object.keys(outputs).filter((file) => file.endsWith('.css') && outputs[file].entryPoint);
const main = scripts.find((file) => outputs[file].entryPoint?.endsWith('apps/admin/src/main.ts'));
const initial = closure(main);
const lazy = scripts.filter((file) => outputs[file].entryPoint && !initial.has(file));

const rows = [{ name: 'initial', files: [...initial, ...styles], budget: budgets.initial }];
for (const file of lazy) {
  const files = [...closure(file)].filter((each) => !initial.has(each));
  rows.push({ name: outputs[file].entryPoint.replace(/^.*\/(?=[^/]*\/[^/]*$)/, ''), files, budget: budgets.route });
}
let over = 0;
for (const { name, files, budget } of rows) {
  const size = (await Promise.all(files.map(sizeOf))).reduce((sum, each) => sum + each, 0);
  if (size > budget) over += 1;
  const verdict = size > budget ? 'OVER' : 'ok';
  console.log(`${name.padEnd(40)} ${(size / kB).toFixed(1).padStart(7)} kB  of ${budget / kB} kB  ${verdict}`);
}
process.exitCode = over > 0 ? 1 : 0;
