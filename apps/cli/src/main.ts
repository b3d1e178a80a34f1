import { Argument, Command, Option } from 'commander';
import type { UserAction } from '@tq/access/server';
import { SetupError } from '@tq/platform/local';
import { demoCommand } from './containers/demo.command';
import { secretsCommand } from './containers/secrets.command';
import { serviceCommand } from './containers/service.command';
import { deadLettersProgram } from './dead-letters/dead-letters.program';
import { doctorCommand } from './doctor/doctor.command';
import type { ReplayOptions } from './replay/replay.command';
import { startCommand } from './start/start.command';

/** Speaks of a rebuild that there is already: how it was asked for is known. */
const alone = (flag: string, description: string): Option =>
  new Option(flag, description).conflicts(['dryRun', 'rules', 'knownAt', 'back']);

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

program
  .command('replay')
  .description(
    'rebuilds the projection from the first event, beside the one that readers see; switches where nothing differs',
  )
  .addOption(
    new Option('--swap', 'switches also where the versions differ').conflicts(['dryRun', 'rules', 'knownAt', 'back']),
  )
  .option('--dry-run', 'ends with the comparison')
  .option('--rules <file>', 'only looks: whose level would be another under these rules')
  .option('--known-at <time>', 'only looks: with what was known at that moment (RFC 3339), on its day')
  .addOption(
    new Option('--back', 'goes back to the version that readers saw before').conflicts(['dryRun', 'rules', 'knownAt']),
  )
  .addOption(alone('--pause', 'pauses the one that is going on'))
  .addOption(alone('--resume', 'goes on with the one that has not ended').conflicts(['pause', 'cancel']))
  .addOption(alone('--cancel', 'takes away the one that has not ended').conflicts('pause'))
  .action(async (options: ReplayOptions) => {
    const { replayCommand } = await import('./replay/replay.command');
    await replayCommand(options);
  });

program.addCommand(deadLettersProgram());

program
  .command('backup')
  .description('copies everything that cannot be worked out again into a new folder, while it runs')
  .argument('<folder>')
  .option(
    '--without-secrets',
    'leaves out secrets.json: producers and programs then need new keys after a restore',
    false,
  )
  .action(async (folder: string, options: { withoutSecrets: boolean }) => {
    const { backupCommand } = await import('./backup/backup.command');
    await backupCommand(folder, { secrets: !options.withoutSecrets });
  });
program
  .command('restore')
  .description('makes an installation of a backup, in an empty TQ_HOME or on empty servers')
  .argument('<folder>')
  .option(
    '--send-pending',
    'mails what waited to be mailed when the backup was made; otherwise it is shown as not sent',
    false,
  )
  .action(async (folder: string, options: { sendPending: boolean }) => {
    const { restoreCommand } = await import('./backup/restore.command');
    await restoreCommand(folder, options);
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
