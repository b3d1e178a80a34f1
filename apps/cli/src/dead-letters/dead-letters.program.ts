import { Argument, Command, Option } from 'commander';
import type { DeadLetterState } from '@tq/sessions/server';
import type { BulkOptions, ListOptions } from './dead-letters.command';

const place = () => new Argument('<place>', 'where it stands: session-events/3/17, or 3/17');
const places = () => new Argument('[places...]', 'where they stand: session-events/3/17, or 3/17');
const like = (what: string) => new Option('--like <text>', `${what} whose reasons or producer have that text in them`);

/** `dead-letters list|show|mend|send|set-aside|reopen`: what people do about records that were no valid events. */
export function deadLettersProgram(): Command {
  const program = new Command('dead-letters').description(
    'records that were no valid events: looks at them, mends them, sends them again, sets them aside',
  );
  // Loaded only when something is done: nothing else of `tq` needs it.
  const command = () => import('./dead-letters.command');

  program
    .command('list', { isDefault: true })
    .description('the newest first; which are in which state')
    .addOption(
      new Option('--state <state>', 'which')
        .choices(['open', 'sent-again', 'set-aside'] satisfies DeadLetterState[])
        .default('open'),
    )
    .addOption(like('only those'))
    .option('--limit <number>', 'at most so many', '50')
    .option('--json', 'for programs: one JSON document to a line')
    .action(async (options: ListOptions) => (await command()).list(options));

  program
    .command('show')
    .description('one of them: its bytes, its place, what is wrong with it, who did what about it')
    .addArgument(place())
    .option('--json', 'for programs: one JSON document')
    .option('--bytes', 'only its value, byte for byte')
    .action(async (at: string, options: { json: boolean; bytes: boolean }) => (await command()).show(at, options));

  program
    .command('mend')
    .description('checks a mended document, and sends it where nothing is wrong with it any more')
    .addArgument(place())
    .argument('[file]', 'the document; - is standard input; without one $VISUAL or $EDITOR opens what came')
    .option('--check', 'only checks: 0 where it could be sent')
    .action(async (at: string, file: string | undefined, options: { check: boolean }) =>
      (await command()).mend(at, file, options),
    );

  program
    .command('send')
    .description('sends what is a valid event by now, byte for byte as it came')
    .addArgument(places())
    .addOption(like('instead of places: all open ones'))
    .option('--all', 'instead of places: all open ones')
    .action(async (at: string[], options: BulkOptions) => (await command()).send(at, options));

  program
    .command('set-aside')
    .description('nothing is to be done about it, for a reason')
    .addArgument(places())
    .requiredOption('--because <reason>', 'why')
    .addOption(like('instead of places: all open ones'))
    .action(async (at: string[], options: BulkOptions & { because: string }) =>
      (await command()).setAside(at, options),
    );

  program
    .command('reopen')
    .description('it needs somebody again')
    .argument('<places...>', 'where they stand')
    .action(async (at: string[]) => (await command()).reopen(at));

  return program;
}
