/**
 * Bundles one app, or all, into dist/apps/<app>/main.js (ES modules, packages left outside).
 * Files with decorators go through swc first, because esbuild does not emit the metadata that Nest reads.
 * Usage: node tools/build.mjs [app ...]
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { transform } from '@swc/core';
import { build } from 'esbuild';

const services = ['ingestion', 'scoring', 'notification', 'gateway', 'simulator', 'cli', 'chaos'];

const decorators = {
  name: 'decorators',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!/^\s*@[A-Z]\w*\(/m.test(source)) return { contents: source, loader: 'ts' };
      const { code } = await transform(source, {
        filename: path,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/** What threads of an app run: a script of its own each, beside main.js. */
async function threadsOf(app) {
  const names = (await readdir(`apps/${app}/src`)).filter((name) => name.endsWith('.thread.ts'));
  return Object.fromEntries(names.map((name) => [name.slice(0, -3), `apps/${app}/src/${name}`]));
}

export async function buildApps(apps = services) {
  await mkdir('dist/apps', { recursive: true });
  await writeFile('dist/package.json', '{ "type": "module" }\n');
  for (const app of apps.filter((name) => existsSync(`apps/${name}/src/main.ts`))) {
    await build({
      entryPoints: { main: `apps/${app}/src/main.ts`, ...(await threadsOf(app)) },
      outdir: `dist/apps/${app}`,
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      packages: 'external',
      splitting: true,
      sourcemap: true,
      logLevel: 'warning',
      tsconfig: 'tsconfig.base.json',
      plugins: [decorators],
    });
  }
}

if (process.argv[1]?.endsWith('build.mjs'))
  await buildApps(process.argv.length > 2 ? process.argv.slice(2) : undefined);
