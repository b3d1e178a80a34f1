import { Argument, Command } from 'commander';
import type { UserAction } from '@tq/access/server';
import { SetupError } from '@tq/platform/local';
import { demoCommand } from './containers/demo.command';
import { secretsCommand } from './containers/secrets.command';
import { serviceCommand } from './containers/service.command';
import { doctorCommand } from './doctor/doctor.command';
import { startCommand } from './start/start.command';

const program = new Command('tq').description('Everything on one machine.');

program
  .command('start')
  .description('brings everything up with a demo platform and keeps it running; Ctrl-C ends it')
  .option('--empty', 'without the demo: nothing is in it until it is sent', false)
  .action((options: { empty: boolean }) => startCommand(options));

program
  .command('doctor')
  .description('names what is missing or down, each with the command that mends it')
  .action(doctorCommand);

program
  .command('user')
  .description('administrators: adds one, gives a new password, or locks one out')
  .addArgument(new Argument('<action>').choices(['add', 'reset', 'disable'] satisfies UserAction[]))
  .argument('<email>')
  .action(async (action: UserAction, email: string) => {
    // Loaded only here: nothing else of this needs what hashes passwords.
    const { userCommand } = await import('./user/user.command');
    await userCommand(action, email);
  });

program.command('service').argument('<name>').description('in a container: one service').action(serviceCommand);
program
  .command('secrets')
  .description('in a container: makes the secrets that are not there yet')
  .action(secretsCommand);
program.command('demo').description('in a container: the made-up platform, on an empty log').action(demoCommand);

try {
  await program.parseAsync();
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${sentence}\n${error instanceof SetupError ? `  ${error.mend}\n` : ''}`);
  process.exit(1);
}
