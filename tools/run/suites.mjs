import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { root, runWithNode } from './node.mjs';

const results = 'dist/test-results';
const bin = (path) => `node_modules/${path}`;

const read = (file) => {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8'));
  } catch {
    return undefined;
  }
};

function place(name) {
  mkdirSync(join(root, results), { recursive: true });
  const file = `${results}/${name}.json`;
  rmSync(join(root, file), { force: true });
  return file;
}

/** A check that holds or does not: it counts as one test. */
const check = (name, ...scripts) => ({
  name,
  run: async () => {
    for (const script of scripts)
      if ((await runWithNode(script, { stdio: ['ignore', 'inherit', 'inherit'] })) !== 0)
        return { passed: 0, failed: 1 };
    return { passed: 1, failed: 0 };
  },
});

/** A suite that could not even say how its tests went counts as one that failed. */
const counted = (passed, failed, code) => ({ passed, failed: failed === 0 && code !== 0 ? 1 : failed });

const jest = (name, config, { esm = false } = {}) => ({
  name,
  run: async (args) => {
    const file = place(name);
    const script = [bin('jest/bin/jest.js'), '-c', config, '--ci', '--json', `--outputFile=${file}`, ...args];
    const env = esm ? { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules`.trim() } : {};
    // jest prints its JSON on standard output as well; what people read comes on the other.
    const code = await runWithNode(script, { stdio: ['ignore', 'ignore', 'inherit'], env });
    const said = read(file);
    return counted(
      said?.numPassedTests ?? 0,
      (said?.numFailedTests ?? 0) + (said?.numRuntimeErrorTestSuites ?? 0),
      code,
    );
  },
});

const playwright = (name, config) => ({
  name,
  run: async (args) => {
    const chromium = ensureBrowser();
    const file = place(name);
    const script = [bin('@playwright/test/cli.js'), 'test', '-c', config, '--reporter=list,json', ...args];
    const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, file), CHROMIUM_PATH: chromium };
    const code = await runWithNode(script, { stdio: ['ignore', 'inherit', 'inherit'], env });
    const { expected = 0, unexpected = 0, flaky = 0 } = read(file)?.stats ?? {};
    return counted(expected + flaky, unexpected, code);
  },
});

/** Every suite of `npm test`, in the order in which a mistake is cheapest to find. */
export const suites = [
  // The import rules need Nx's graph of the projects; asking for it writes it down.
  check(
    'lint',
    [bin('nx/dist/bin/nx.js'), 'show', 'projects'],
    [bin('eslint/bin/eslint.js'), '--max-warnings=0', 'apps', 'libs'],
  ),
  check('import rules', ['tools/check-import-rules.mjs']),
  check(
    'types',
    [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
    [bin('@angular/compiler-cli/bundles/src/bin/ngc.js'), '-p', 'tsconfig.web.json', '--noEmit'],
  ),
  check('shipped events', ['tools/shipped.mjs']),
  check('api client', ['tools/api-client.mjs', '--check']),
  check('console budgets', ['tools/admin-budgets.mjs']),
  jest('pure', 'jest.pure.config.cjs'),
  jest('edges', 'jest.server.config.cjs', { esm: true }),
  jest('web', 'jest.web.config.cjs'),
  playwright('browser', 'apps/admin-e2e/playwright.config.ts'),
  // Two minutes in which everything goes wrong; the seed is another one each time, and said.
  check('chaos', ['dist/apps/chaos/main.js', '--minutes', '2']),
];
