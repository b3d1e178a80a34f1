/**
 * Before a run of jest: one broker and one Postgres for all of its specs, in TEST_KAFKA_BROKERS and TEST_DATABASE_URL.
 * Servers that are already named there are used; where no chosen spec needs them (none is *.int.spec.ts) none is started.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../../..');

function needsServers({ testPathPatterns }) {
  const patterns = testPathPatterns.patterns.map((pattern) => new RegExp(pattern, 'i'));
  const specs = globSync('{libs,apps}/**/*.int.spec.ts', {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  });
  return specs.some((spec) => patterns.length === 0 || patterns.some((pattern) => pattern.test(join(root, spec))));
}

export default async function setUp(config) {
  if (process.env.TEST_KAFKA_BROKERS && process.env.TEST_DATABASE_URL) return;
  if (!needsServers(config)) return;
  const outfile = join(root, 'dist/testing/test-servers.mjs');
  const entry = join(import.meta.dirname, 'test-servers.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    absWorkingDir: root,
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'warning',
  });
  const { startTestServers } = await import(pathToFileURL(outfile).href);
  const servers = await startTestServers();
  process.env.TEST_KAFKA_BROKERS = servers.brokers;
  process.env.TEST_DATABASE_URL = servers.databaseUrl;
  process.stdout.write(`Servers for the tests: ${servers.road}\n`);
  globalThis.stopTestServers = () => servers.stop();
}
