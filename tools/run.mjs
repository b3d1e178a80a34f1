/**
 * The road of every npm script: installs what is missing, builds what is stale, then does what was asked with the
 * Node that the project brings (24), whatever Node (20 or newer) npm itself runs with. No dependency, since at first
 * there is none.
 */
import { buildStale } from './run/build.mjs';
import { ensureInstalled } from './run/install.mjs';
import { mustRun, projectNode, root, runWithNode } from './run/node.mjs';

const app =
  (name, ...first) =>
  async (args) =>
    runWithNode([`dist/apps/${name}/main.js`, ...first, ...args]);
const tool = (file) => async (args) => runWithNode([file, ...args]);

/** Each command: what is built for it, and what is run. */
const commands = {
  start: { builds: ['services', 'console'], run: app('cli', 'start') },
  doctor: { builds: ['services'], run: app('cli', 'doctor') },
  user: { builds: ['services'], run: app('cli', 'user') },
  backup: { builds: ['services'], run: app('cli', 'backup') },
  restore: { builds: ['services'], run: app('cli', 'restore') },
  simulate: { builds: ['services'], run: app('simulator') },
  replay: { builds: ['services'], run: app('cli', 'replay') },
  'dead-letters': { builds: ['services'], run: app('cli', 'dead-letters') },
  chaos: { builds: ['services', 'console'], run: app('chaos') },
  bench: { builds: ['services', 'console'], run: tool('tools/bench/main.mjs') },
  evaluate: { builds: ['services'], run: app('simulator', 'evaluate') },
  'mail-preview': { builds: [], run: tool('tools/mail-preview.mjs') },
  build: { builds: ['services', 'console'], run: async () => 0 },
  test: { builds: ['services', 'console'], run: async (args) => (await import('./run/test.mjs')).test(args) },
  lint: { builds: [], run: async () => (await import('./run/test.mjs')).only(['lint', 'import rules']) },
  typecheck: { builds: [], run: async () => (await import('./run/test.mjs')).only(['types']) },
};

async function main([name = '', ...args]) {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(
      `Node ${process.versions.node} is too old: 20 or newer is needed.\n  https://nodejs.org/en/download`,
    );
  const command = commands[name];
  if (!command)
    throw new Error(`There is no command ${JSON.stringify(name)}. There are: ${Object.keys(commands).join(', ')}.`);
  process.chdir(root);
  await ensureInstalled();
  await projectNode();
  for (const part of command.builds) await buildStale(part, mustRun);
  return command.run(args);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  },
);
