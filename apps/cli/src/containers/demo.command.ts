import { join } from 'node:path';
import { Listr } from 'listr2';
import { topics } from '@tq/events';
import { createKafka } from '@tq/platform/kafka';
import { demoSteps } from '../start/demo-steps';
import { endOnSignal } from '../start/end-on-signal';
import { openHome, readHome } from '../start/home';
import { readyLine } from '../start/ready-line';
import { Supervisor } from '../start/supervisor';
import { containerInstallation } from './container-installation';

async function logIsEmpty(brokers: string): Promise<boolean> {
  const admin = createKafka({ brokers: brokers.split(','), clientId: 'demo' }).admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topics.sessionEvents.name);
    return offsets.every(({ high }) => Number(high) === 0);
  } finally {
    await admin.disconnect();
  }
}

/**
 * `demo`: the made-up platform, in an installation whose services run already. It enters an empty log, and goes on
 * where it began itself; anything else it leaves alone.
 */
export async function demoCommand(): Promise<void> {
  const installation = await containerInstallation();
  if ((await readHome(installation.home)) === undefined && !(await logIsEmpty(installation.kafkaBrokers))) {
    process.stdout.write('The log holds events that are not the demo’s: it stays out.\n');
    return;
  }
  const home = await openHome(installation.home, 'demo');
  const supervisor = new Supervisor(join(home.dir, 'processes.json'), (line) => void process.stderr.write(`${line}\n`));
  const ending = endOnSignal(() => supervisor.stopAll([['history', 'simulator']]));
  try {
    // By HTTP it would have to know where ingestion is; the log is the same for all.
    await new Listr(demoSteps(supervisor, installation, home, ending, ['--live', '--via', 'kafka']), {
      registerSignalListeners: false,
      renderer: 'simple',
    }).run();
    process.stdout.write(`${readyLine(installation, true)}\n`);
  } catch (error) {
    if (ending.aborted) return;
    await supervisor.stopAll([]);
    throw error;
  }
}
