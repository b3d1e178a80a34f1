/**
 * How many parsed events libs/events checks in a second, on one core. Target: at least 200,000.
 * Usage: node tools/bench/checks.mjs, or import `checksPerSecond`.
 */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const events = resolve(import.meta.dirname, '../../libs/events');

async function language() {
  const scratch = await mkdtemp(join(tmpdir(), 'checks-'));
  const outfile = join(scratch, 'events.mjs');
  await build({
    entryPoints: [join(events, 'src/index.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const module = await import(pathToFileURL(outfile).href);
  await rm(scratch, { recursive: true });
  return module;
}

/** Every recorded fact, in turn. @returns {Promise<{ parsed: number, bytes: number }>} checks a second of documents, and of bytes with the parsing */
export async function checksPerSecond(seconds = 3) {
  const { catalogue, checkEvent, readEvent } = await language();
  const types = new Set(catalogue.map(({ type }) => type));
  const files = (await readdir(join(events, 'examples'), { recursive: true })).filter(
    (file) => types.has(file.split('/')[0]) && file.endsWith('.json'),
  );
  const bytes = await Promise.all(
    files.map(async (file) =>
      Buffer.from(JSON.stringify(JSON.parse(await readFile(join(events, 'examples', file), 'utf8')))),
    ),
  );
  const rate = (work, inputs) => {
    const start = performance.now();
    let done = 0;
    for (; performance.now() - start < seconds * 1000; done += inputs.length * 100) {
      for (let i = 0; i < 100; i++)
        for (const input of inputs) if (!work(input).ok) throw new Error('A recorded example is no event.');
    }
    return Math.round(done / ((performance.now() - start) / 1000));
  };
  return {
    parsed: rate(
      checkEvent,
      bytes.map((value) => JSON.parse(value)),
    ),
    bytes: rate(readEvent, bytes),
  };
}

if (process.argv[1] === import.meta.filename) console.log(await checksPerSecond());
