import { suites } from './suites.mjs';

const sum = (outcomes, key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);

async function runSuite(suite, args) {
  process.stdout.write(`\n── ${suite.name}\n`);
  const begun = Date.now();
  const { passed, failed } = await suite.run(args).catch((error) => {
    process.stdout.write(`${error.message}\n`);
    return { passed: 0, failed: 1 };
  });
  return { name: suite.name, passed, failed, seconds: Math.round((Date.now() - begun) / 1000) };
}

/** Runs the named suites. @returns {Promise<number>} 0 when nothing failed */
export async function only(names, args = []) {
  const outcomes = [];
  for (const suite of suites.filter(({ name }) => names.includes(name))) outcomes.push(await runSuite(suite, args));
  process.stdout.write('\n');
  for (const { name, passed, failed, seconds } of outcomes)
    process.stdout.write(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed (${seconds} s)\n`,
    );
  process.stdout.write(`\n${sum(outcomes, 'passed')} passed, ${sum(outcomes, 'failed')} failed\n`);
  return sum(outcomes, 'failed') === 0 ? 0 : 1;
}

/** `npm test`: every suite; `npm test -- pure edges`: those; what follows `--` goes to each of their runners. */
export async function test(args) {
  const cut = args.indexOf('--');
  const names = cut < 0 ? args : args.slice(0, cut);
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new Error(
      `There is no suite ${unknown.join(', ')}. There are: ${suites.map(({ name }) => name).join(', ')}.`,
    );
  return only(names.length > 0 ? names : suites.map(({ name }) => name), cut < 0 ? [] : args.slice(cut + 1));
}
