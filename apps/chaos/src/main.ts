import { Command, InvalidArgumentError } from 'commander';
import { inboxProcess } from './inbox';
import { chaos } from './run';
import type { Server } from './faults';

const killable = ['broker', 'postgres', 'ingestion', 'scoring', 'notification', 'gateway'];

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
};
const counts = (text: string): Map<Server, number> =>
  new Map(
    text.split(',').map((part) => {
      const [name = '', n = ''] = part.split('=');
      if (!killable.includes(name) || !/^\d+$/.test(n))
        throw new InvalidArgumentError(`It must be like scoring=100,postgres=20; there are: ${killable.join(', ')}.`);
      return [name as Server, Number(n)];
    }),
  );

const program = new Command('chaos')
  .description('Everything goes wrong while an awkward history comes in; at the end nothing may be lost or wrong.')
  .option('--minutes <n>', 'how long', positive, 2)
  .option('--seed <n>', 'repeats a run', positive, Math.floor(Date.now() / 1000) % 1_000_000)
  .option('--kills <list>', 'instead: so many kills of each, such as scoring=100,postgres=20,broker=20', counts)
  .action(async (options: { minutes: number; seed: number; kills?: Map<Server, number> }) => {
    const ending = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());
    const problems = await chaos(options, ending.signal);
    for (const problem of problems) process.stdout.write(`WRONG: ${problem}\n`);
    const kills = options.kills && ` --kills ${[...options.kills].map(([name, n]) => `${name}=${n}`).join(',')}`;
    const again = `npm run chaos -- --minutes ${options.minutes} --seed ${options.seed}${kills ?? ''}`;
    process.stdout.write(problems.length === 0 ? 'Nothing was lost, nothing is wrong.\n' : `Again: ${again}\n`);
    process.exit(problems.length === 0 ? 0 : 1);
  });
program
  .command('inbox <dir> <port>', { hidden: true })
  .action((dir: string, port: string) => inboxProcess(dir, Number(port)));

await program.parseAsync();
