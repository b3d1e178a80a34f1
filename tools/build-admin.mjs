/**
 * Builds the console into dist/apps/admin/browser, with a gzip and a brotli copy beside every text file, so that the
 * gateway packs nothing while somebody waits.
 * Usage: node tools/build-admin.mjs
 */
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { adminChunks, adminFolder } from './admin-chunks.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const browserFolder = join(adminFolder, 'browser');
/** The home: its chunks are named in the page, so that they come beside the first ones and not after them. */
const home = 'libs/scores/web/src/triage/triage.page.ts';
const packed = new Set(['.js', '.css', '.html', '.svg', '.json']);

function build() {
  const ng = createRequire(import.meta.url).resolve('@angular/cli/bin/ng.js');
  const child = spawn(process.execPath, [ng, 'build', 'admin'], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The console could not be built.'))));
  });
}

async function preloadHome() {
  const { lazy } = await adminChunks();
  const { files } = lazy.find(({ source }) => source.endsWith(home));
  const links = files.map((file) => `<link rel="modulepreload" href="${file}">`).join('');
  const index = join(browserFolder, 'index.html');
  await writeFile(index, (await readFile(index, 'utf8')).replace('</head>', `${links}</head>`));
}

async function pack(path) {
  const text = await readFile(path);
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text, quality));
}

export async function buildAdmin() {
  await build();
  await preloadHome();
  const entries = await readdir(browserFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && packed.has(extname(entry.name)));
  await Promise.all(files.map((entry) => pack(join(entry.parentPath, entry.name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAdmin();
