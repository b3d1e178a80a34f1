/** Writes what is generated from the event definitions: JSON Schemas and the AsyncAPI document. Usage: node tools/language.mjs */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

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
await rm(join(home, 'documents'), { recursive: true, force: true });
await mkdir(join(home, 'documents'));
for (const [name, text] of Object.entries(documents(examples))) await writeFile(join(home, 'documents', name), text);
