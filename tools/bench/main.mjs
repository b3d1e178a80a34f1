/**
 * Each figure of the project with its target, beside what the hardware gives in the same run; what was measured is kept
 * in docs/performance.md, with a picture of how it grows. `npm run bench -- --help` tells the rest.
 */
import { count, figuresTable } from './figures.mjs';
import { fold } from './fold.mjs';
import { ingestion, tutors } from './http.mjs';
import { idle } from './idle.mjs';
import { latency, mail } from './latency.mjs';
import { cores, othersSince } from './machine.mjs';
import { help, optionsOf } from './options.mjs';
import { checks, pure } from './pure.mjs';
import { growths } from './growth.mjs';
import { Record } from './record.mjs';
import { measure } from './sizes.mjs';
import { start } from './start.mjs';
import { World } from './world.mjs';

/** In the order in which they are measured: what fills the log with load comes last. */
const figures = { checks, fold, tutors, idle, mail, latency, ingestion, pure, start };
const needNoWorld = new Set(['checks', 'pure', 'start']);

let world;
const shown = [];
const busy = [];
let isMissed = false;

async function main(args) {
  const options = optionsOf(args, Object.keys(figures));
  if (options.help) return void process.stdout.write(help(Object.keys(figures)));
  const record = await Record.read();
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    // prettier-ignore
    process.once(signal, () => {
      report('Stopped before the rest was measured.');
      void (world?.end() ?? Promise.resolve()).finally(() => process.exit(code));
    });
  try {
    await atOneSize(options.figures, record);
    for (const size of options.sizes) await atSize(size, options.parts, record);
  } finally {
    await world?.end();
  }
  report();
  if (isMissed) process.exitCode = 1;
}

async function atOneSize(names, record) {
  for (const name of names) {
    process.stderr.write(`Measuring: ${name} …\n`);
    if (!needNoWorld.has(name)) world ??= await World.begin();
    const others = await othersSince();
    let measured;
    try {
      measured = await figures[name](world);
    } catch (error) {
      measured = [failure(name, error)];
    }
    const disturbance = await others();
    busy.push({ name, disturbance });
    shown.push(...measured);
    isMissed ||= measured.some(({ isMet }) => isMet === false);
    record.figures(name, measured, disturbance);
    await record.write();
  }
  await world?.end();
  world = undefined;
}

/** A world of its own: the log holds so much and no more. */
async function atSize(size, names, record) {
  const label = `${count(size.tutors)} tutors, ${count(size.events)} events`;
  process.stderr.write(`Measuring: ${label} …\n`);
  world = await World.begin();
  let others = await othersSince();
  const keep = async (row) => {
    const disturbance = await others();
    others = await othersSince();
    const { name, text, target = '' } = growths[row.what];
    shown.push({ name: `${name} (${label}${row.scorers > 1 ? `, ${row.scorers} scorers` : ''})`, measured: text(row.value), target, isMet: row.isMet, beside: row.beside }); // prettier-ignore
    busy.push({ name: label, disturbance });
    isMissed ||= row.isMet === false;
    record.row(row, disturbance);
    await record.write();
  };
  try {
    await measure(world, size, names, keep, (name, error) => shown.push(failure(`${name} (${label})`, error)));
  } finally {
    await world.end();
    world = undefined;
  }
}

function failure(name, error) {
  process.stderr.write(`${error.stack}\n`);
  isMissed = true;
  return { name, measured: `not measured: ${error.message.split('\n')[0]}`, target: '', isMet: false };
}

function report(last) {
  if (shown.length > 0) process.stdout.write(`\n${figuresTable(shown)}\n\nKept in docs/performance.md.\n`);
  const most = Math.max(0, ...busy.map(({ disturbance }) => disturbance));
  if (most > 0.1)
    process.stdout.write(`\nOther programs kept up to ${most.toFixed(1)} of the ${cores} cores busy meanwhile: these figures are lower than the machine gives.\n`); // prettier-ignore
  if (last) process.stdout.write(`\n${last}\n`);
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
