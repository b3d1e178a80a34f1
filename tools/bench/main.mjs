/**
 * Each figure of the project with its target, beside what the hardware gives in the same run.
 * Usage: npm run bench [-- <figure> …]. Without a name everything but `start` and `pure`, which take minutes more.
 */
import { availableParallelism } from 'node:os';
import { figuresTable } from './figures.mjs';
import { fold } from './fold.mjs';
import { ingestion, tutors } from './http.mjs';
import { idle } from './idle.mjs';
import { latency, mail } from './latency.mjs';
import { machineSeconds } from './processes.mjs';
import { checks, pure } from './pure.mjs';
import { start } from './start.mjs';
import { World } from './world.mjs';

/** In the order in which they are measured: what fills the log with load comes last. */
const figures = { checks, fold, tutors, idle, latency, mail, ingestion, pure, start };
const needNoWorld = new Set(['checks', 'pure', 'start']);
const usual = ['checks', 'fold', 'tutors', 'idle', 'latency', 'mail', 'ingestion'];

/** How many cores programs that are not part of the measurement kept busy, on average. */
const othersCores = (before, after) =>
  Math.max(0, (after.all - before.all - (after.own - before.own)) / (after.at - before.at));

async function main(wanted) {
  const unknown = wanted.filter((name) => !(name in figures));
  if (unknown.length > 0)
    throw new Error(`There is no figure ${unknown.join(', ')}. There are: ${Object.keys(figures).join(', ')}.`);
  const names = Object.keys(figures).filter((name) => (wanted.length > 0 ? wanted : usual).includes(name));
  const measured = [];
  const busy = [];
  let world;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    // prettier-ignore
    process.once(signal, () => {
      if (measured.length > 0) process.stdout.write(`\n${figuresTable(measured)}\n\nStopped before the rest was measured.\n`);
      void (world?.end() ?? Promise.resolve()).finally(() => process.exit(code));
    });
  try {
    for (const name of names) {
      process.stderr.write(`Measuring: ${name} …\n`);
      if (!needNoWorld.has(name)) world ??= await World.begin();
      const before = await machineSeconds(process.pid);
      try {
        measured.push(...(await figures[name](world)));
      } catch (error) {
        measured.push({ name, measured: `not measured: ${error.message.split('\n')[0]}`, target: '', isMet: false });
        process.stderr.write(`${error.stack}\n`);
      }
      busy.push({ name, cores: othersCores(before, await machineSeconds(process.pid)) });
    }
  } finally {
    await world?.end();
  }
  process.stdout.write(`\n${figuresTable(measured)}\n`);
  const disturbed = busy.filter(({ cores }) => cores > 0.1).map(({ name, cores }) => `${name} ${cores.toFixed(1)}`);
  if (disturbed.length > 0)
    process.stdout.write(
      `\nOther programs kept some of the ${availableParallelism()} cores busy meanwhile: ${disturbed.join(', ')}. These figures are lower than the machine gives.\n`,
    );
  return measured.every(({ isMet }) => isMet !== false) ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
