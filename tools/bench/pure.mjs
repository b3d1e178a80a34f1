/** How long the pure tests take, and how fast an event is checked. */
import { spawnSync } from 'node:child_process';
import { root } from '../run/node.mjs';
import { checksPerSecond } from './checks.mjs';
import { count } from './figures.mjs';

export async function checks() {
  const { parsed, bytes } = await checksPerSecond();
  const figure = {
    name: 'events checked, already parsed',
    measured: `${count(parsed)}/s`,
    target: '≥ 200,000',
    isMet: parsed >= 200_000,
  };
  return [{ ...figure, beside: `from bytes, with JSON.parse: ${count(bytes)}/s` }];
}

export async function pure() {
  const begun = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '-c', 'jest.pure.config.cjs', '--no-cache'],
    { cwd: root, encoding: 'utf8' },
  );
  const seconds = (performance.now() - begun) / 1000;
  const tests = /^Tests:.*$/m.exec(stderr)?.[0] ?? '';
  return [
    {
      name: `pure tests (${tests.replace('Tests:', '').trim()})`,
      measured: `${Math.round(seconds)} s`,
      target: '< 60 s',
      isMet: status === 0 && seconds < 60,
    },
  ];
}
