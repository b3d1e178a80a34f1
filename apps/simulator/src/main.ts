import { Command, InvalidArgumentError, Option } from 'commander';
import { reportEvaluation } from './evaluate/report';
import { simulate, type SimulateOptions } from './edges/simulate';
import { ways } from './edges/sink';

const numberFrom = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  return value;
};
const wholeFrom = (least: number, most: number) => (text: string) => {
  const value = numberFrom(least, most)(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
};
const instant = (text: string): number => {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new InvalidArgumentError('It must be a time such as 2026-11-24T12:00:00Z.');
  return value;
};

const program = new Command('simulate')
  .description('The mock Rails platform: makes a history, or a live stream that goes on where it ended.')
  .option('--tutors <n>', 'how many tutors', wholeFrom(1, 100_000), 1000)
  .option(
    '--days <n>',
    'days of history (90; a live stream begins now, or a day ago when it is faster)',
    numberFrom(0, 3650),
  )
  .option('--per-day <n>', 'sessions a day', numberFrom(1, 1_000_000), 3000)
  .option('--seed <n>', 'the same seed gives the same platform', wholeFrom(0, Number.MAX_SAFE_INTEGER), 1)
  .option('--until <time>', 'when history ends (now)', instant)
  .option('--live', 'tell what happens from then on, until stopped', false)
  .option('--speed <factor>', 'live: 1 is real time; faster runs from the past towards now', numberFrom(1, 600), 1)
  .addOption(
    new Option('--via <way>', 'history goes to kafka, a live stream by http unless said otherwise').choices(ways),
  )
  .option('--ndjson <file>', 'write the events there, one on each line, instead of sending them')
  .option('--truth <file>', 'write the hidden truth there; it is never sent')
  .action((options: Omit<SimulateOptions, 'until'> & { until?: number }) =>
    simulate({ ...options, until: options.until ?? Date.now() }, stop.signal),
  );

program
  .command('evaluate')
  .description(
    'How well tutors at risk are identified, against the hidden truth; nothing is sent, no server is needed.',
  )
  .option(
    '--seeds <list>',
    'one platform for each',
    (text) => text.split(',').map(wholeFrom(0, Number.MAX_SAFE_INTEGER)),
    [1, 2, 3],
  )
  .action(({ seeds }: { seeds: number[] }, { parent }: Command) => {
    const { tutors, perDay } = parent?.opts() as { tutors: number; perDay: number };
    if (!reportEvaluation(seeds, tutors, perDay, (line) => process.stdout.write(`${line}\n`))) process.exitCode = 1;
  });

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`simulate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
