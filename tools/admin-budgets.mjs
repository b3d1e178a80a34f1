/**
 * Measures the built console against its budgets, gzip: what every screen loads first, and what each screen adds.
 * Usage: node tools/admin-budgets.mjs   (after tools/build-admin.mjs)
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { adminChunks, adminFolder } from './admin-chunks.mjs';

const kB = 1000;
const budgets = { initial: 130 * kB, route: 90 * kB };
const sizes = new Map();

async function sizeOf(file) {
  if (!sizes.has(file)) {
    const text = await readFile(join(adminFolder, 'browser', file));
    sizes.set(file, gzipSync(text, { level: 9 }).length);
  }
  return sizes.get(file);
}

const { initial, lazy } = await adminChunks();
const rows = [
  { name: 'initial', files: initial, budget: budgets.initial },
  ...lazy.map(({ source, files }) => ({ name: source.replace(/^.*libs\//, ''), files, budget: budgets.route })),
];
for (const { name, files, budget } of rows) {
  const size = (await Promise.all(files.map(sizeOf))).reduce((sum, each) => sum + each, 0);
  const ok = size <= budget;
  if (!ok) process.exitCode = 1;
  console.log(`${name.padEnd(44)} ${(size / kB).toFixed(1).padStart(6)} kB of ${budget / kB}  ${ok ? 'ok' : 'OVER'}`);
}
