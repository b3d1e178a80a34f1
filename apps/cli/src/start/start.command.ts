import { join } from 'node:path';
import { Listr, type ListrTask } from 'listr2';
import { isBrokerPrepared, prepareBroker, SetupError } from '@tq/platform/local';
import { readSettings } from '@tq/platform/settings';
import { expectNoRestore } from '../backup/restoring';
import { choosePorts } from './choose-ports';
import { demoSteps } from './demo-steps';
import { endOnSignal } from './end-on-signal';
import { expectProjection } from './expect-projection';
import { openHome, writeWhole, type Home } from './home';
import { embedsOf, installationOf, portsChosen, portsNeeded, type Installation } from './installation';
import { brokerLaunch, inboxLaunch, postgresLaunch, serviceLaunch, services, type Service } from './launches';
import { endLeftOver } from './left-over';
import { lock } from './lock';
import { readyLine } from './ready-line';
import { keepSecrets } from './secrets';
import { Supervisor } from './supervisor';

/** What ends before what: first who sends, then who works, then where it is kept. */
const endOrder = [['history', 'simulator'], Object.keys(services), ['inbox', 'broker', 'postgres']];

/** Says why a start that was to be a demo is none; undefined where nothing needs to be said. */
function whyNoDemo(empty: boolean, embedded: boolean, home: Home): string | undefined {
  if (home.record.began === 'demo' && empty)
    return `${home.dir} began with the demo: its history stays, only the live stream is left out.`;
  if (home.record.began === 'demo' && !embedded)
    return 'The demo runs on embedded servers only: KAFKA_BROKERS or DATABASE_URL is set, so this is as with --empty.';
  if (!empty && !embedded)
    return 'Without the demo, since KAFKA_BROKERS or DATABASE_URL is set: this is as with --empty.';
  if (!empty && home.record.began === 'empty' && !home.isNew)
    return `${home.dir} began empty and never becomes a demo. For one: TQ_HOME=.demo npm start`;
  return undefined;
}

function serverSteps(supervisor: Supervisor, installation: Installation): ListrTask[] {
  const { embeds } = installation;
  return [
    {
      title: 'Broker (Kafka)',
      enabled: embeds.broker,
      task: () => supervisor.launch('broker', brokerLaunch(installation)),
    },
    {
      title: 'Database (Postgres)',
      enabled: embeds.postgres,
      task: () => supervisor.launch('postgres', postgresLaunch(installation)),
    },
    {
      title: 'Inbox (maildev)',
      enabled: embeds.inbox,
      task: () => supervisor.launch('inbox', inboxLaunch(installation)),
    },
  ];
}

/** `npm start`: brings everything up, in order, and keeps it running until it is told to end. */
export async function startCommand({ empty }: { readonly empty: boolean }): Promise<void> {
  const settings = readSettings();
  await expectNoRestore(settings.TQ_HOME);
  const embeds = embedsOf(process.env);
  const embedded = embeds.broker && embeds.postgres;
  const home = await openHome(settings.TQ_HOME, empty || !embedded ? 'empty' : 'demo');
  const unlock = lock(home.dir);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const supervisor = new Supervisor(join(home.dir, 'processes.json'), say);
  const ending = endOnSignal(async () => {
    await supervisor.stopAll(endOrder);
    unlock();
  });
  try {
    const ended = await endLeftOver(home.dir);
    if (ended.length > 0) say(`Ended what an earlier start had left running: ${ended.join(', ')}.`);
    const ports = await choosePorts(portsNeeded(embeds), portsChosen(process.env, settings));
    const installation = installationOf(settings, ports, await keepSecrets(home.dir, settings.ADMIN_EMAIL));
    const { kafkaBrokers, databaseUrl, smtpUrl, publicUrl } = installation;
    await writeWhole(join(home.dir, 'addresses.json'), { kafkaBrokers, databaseUrl, smtpUrl, publicUrl, ports }, 0o600);
    const why = whyNoDemo(empty, embedded, home);
    if (why) process.stdout.write(`${why}\n`);
    const isDemo = home.record.began === 'demo' && !empty && embedded;

    const serviceStep = (name: Service): ListrTask => ({
      title: name,
      task: () => supervisor.launch(name, serviceLaunch(installation, name)),
    });
    const steps: ListrTask[] = [
      {
        title: 'Broker, prepared once: its jars through Maven, its classes by a first run',
        enabled: embeds.broker && !(await isBrokerPrepared()),
        task: async () => void (await prepareBroker()),
      },
      {
        title: 'Servers',
        task: (_, task) => task.newListr(serverSteps(supervisor, installation), { concurrent: true }),
      },
      {
        title: 'What was counted so far',
        enabled: embeds.postgres && !home.isNew,
        task: () => expectProjection(databaseUrl, settings.PLATFORM_TIME_ZONE),
      },
      {
        title: 'Services',
        task: (_, task) => task.newListr((Object.keys(services) as Service[]).map(serviceStep), { concurrent: true }),
      },
      ...(isDemo ? demoSteps(supervisor, installation, home, ending, ['--live']) : []),
    ];
    await new Listr(steps, {
      registerSignalListeners: false,
      fallbackRenderer: 'simple',
      rendererOptions: { collapseSubtasks: false },
    }).run();
    process.stdout.write(`${readyLine(installation, isDemo)}\n`);
  } catch (error) {
    if (ending.aborted) return; // whoever ended it waits for the processes below
    await supervisor.stopAll(endOrder);
    unlock();
    throw error instanceof SetupError ? error : withLogs(error, home.dir);
  }
}

/** What went wrong without a known remedy: where to read more. */
function withLogs(error: unknown, home: string): Error {
  const sentence = error instanceof Error ? error.message : String(error);
  return new SetupError(
    `${sentence.replace(/\.?$/, '.')} More is in ${join(home, 'logs')}.`,
    `tail -n 20 ${join(home, 'logs')}/*.log`,
  );
}
