/**
 * Writes the console's API client from the gateway's OpenAPI document, or with --check fails when the one that is kept
 * differs from it.
 * Usage: node tools/api-client.mjs [--check] [document]
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NgOpenApiGen } from 'ng-openapi-gen/lib/ng-openapi-gen.js';
import prettier from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = join(root, 'libs/platform/web/src/api');
const args = process.argv.slice(2);
const document = args.find((argument) => !argument.startsWith('-')) ?? join(root, 'apps/gateway/openapi.json');

/** Generated types are right, but not written for exactOptionalPropertyTypes; their users are checked all the same. */
const header = '// @ts-nocheck\n';

async function generate() {
  const output = await mkdtemp(join(tmpdir(), 'tq-api-'));
  const options = { input: document, output, silent: true, ignoreUnusedModels: false, endOfLineStyle: 'lf' };
  new NgOpenApiGen(JSON.parse(await readFile(document, 'utf8')), options).generate();
  const format = { ...(await prettier.resolveConfig(join(root, 'package.json'))), parser: 'typescript' };
  for (const file of await files(output)) {
    const path = join(output, file);
    await writeFile(path, await prettier.format(header + (await readFile(path, 'utf8')), format));
  }
  return output;
}

/** Paths of all files below a folder, sorted. */
async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function differences(generated) {
  const names = new Set([...(await files(generated)), ...(await files(kept))]);
  const read = (folder, name) => readFile(join(folder, name), 'utf8').catch(() => undefined);
  const differing = [];
  for (const name of names) if ((await read(generated, name)) !== (await read(kept, name))) differing.push(name);
  return differing;
}

const generated = await generate();
try {
  const differing = await differences(generated);
  if (args.includes('--check')) {
    if (differing.length > 0) {
      console.error(`The API client differs from the OpenAPI document in ${differing.length} files:`);
      console.error(differing.map((name) => `  ${name}`).join('\n'));
      console.error('Write it anew: node tools/api-client.mjs');
      process.exitCode = 1;
    } else console.log('The API client fits the OpenAPI document.');
  } else if (differing.length > 0) {
    await rm(kept, { recursive: true, force: true });
    await cp(generated, kept, { recursive: true });
    console.log(`The API client is written anew: ${differing.length} files differed.`);
  }
} finally {
  await rm(generated, { recursive: true, force: true });
}
