import { SetupError } from '@tq/platform/local';
import { readSettings } from '@tq/platform/settings';
import { beforeStart, portsCheck, runningFrom, whileRunning, type Check } from './checks';

/** `npm run doctor`: each thing that must hold, and for each that does not the command that mends it. Exit code 1 when one does not. */
export async function doctorCommand(): Promise<void> {
  const settings = readSettings();
  const holder = runningFrom(settings.TQ_HOME);
  const running = holder === undefined ? [portsCheck(settings)] : await whileRunning(settings.TQ_HOME);
  let wrong = 0;
  for (const { name, run } of [...beforeStart(settings), ...running] satisfies Check[]) {
    try {
      process.stdout.write(`✔ ${name}: ${await run()}\n`);
    } catch (error) {
      wrong += 1;
      const { message } = error as Error;
      process.stdout.write(`✘ ${name}: ${message}\n${error instanceof SetupError ? `    ${error.mend}\n` : ''}`);
    }
  }
  const state = holder === undefined ? 'It is not running: npm start' : `It is running (process ${holder}).`;
  process.stdout.write(wrong === 0 ? `All is well. ${state}\n` : `${wrong} of these to mend. ${state}\n`);
  process.exitCode = wrong === 0 ? 0 : 1;
}
