/**
 * Writes what is generated from the event definitions: JSON Schemas and the AsyncAPI document; and the sums of what is
 * new among schemas and recorded examples. A shipped schema that came out otherwise is written and refused: the
 * definition was edited. Usage: node tools/language.mjs
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { breaches, recordNew } from './shipped.mjs';

const home = resolve('libs/events');
const scratch = await mkdtemp(join(tmpdir(), 'language-'));
const outfile = join(scratch, 'documents.mjs');
await build({
  entryPoints: [join(home, 'src/documents.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
const { documents } = await import(pathToFileURL(outfile).href);
await rm(scratch, { recursive: true });

const examples = {};
for (const entry of await readdir(join(home, 'examples'), { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  const folder = join(home, 'examples', entry.name);
  const files = (await readdir(folder)).sort();
  examples[entry.name] = await Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.json$/, ''),
      payload: JSON.parse(await readFile(join(folder, file), 'utf8')),
    })),
  );
}
const written = documents(examples);
for (const file of await readdir(join(home, 'documents')))
  if (file !== 'SHA256SUMS' && !(file in written)) await rm(join(home, 'documents', file));
for (const [name, text] of Object.entries(written)) await writeFile(join(home, 'documents', name), text);
recordNew();
const found = breaches();
if (found.length > 0) throw new Error(found.join('\n'));
