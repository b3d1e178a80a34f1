import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '@tq/platform/local';
import type { Settings } from '@tq/platform/settings';
import { choosePorts, type PortVariable } from '../start/choose-ports';
import { endOnSignal } from '../start/end-on-signal';
import { readHome } from '../start/home';
import { embedsOf, installationOf, portsChosen } from '../start/installation';
import { brokerLaunch, postgresLaunch } from '../start/launches';
import { endLeftOver } from '../start/left-over';
import { holderOf, lock } from '../start/lock';
import { keepSecrets } from '../start/secrets';
import { Supervisor } from '../start/supervisor';

/** What a shell calls a command that Ctrl-C ended. */
const interrupted = 130;

/** Where log and database are. */
export interface Servers {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  /** Other processes of the installation may be at work on them. */
  readonly isShared: boolean;
}

/**
 * Does something with log and database: those that the environment names, those of the installation that runs from
 * TQ_HOME, or its embedded servers, brought up for the time that it takes.
 * @throws SetupError where there is nothing yet
 */
export async function withServers<T>(
  settings: Settings,
  work: (servers: Servers, ending: AbortSignal) => Promise<T>,
): Promise<T> {
  // prettier-ignore
  const embeds = embedsOf(process.env);
  const named = { kafkaBrokers: settings.KAFKA_BROKERS.join(','), databaseUrl: settings.DATABASE_URL };
  const home = settings.TQ_HOME;
  const runs = holderOf(home) !== undefined;
  if (runs || (!embeds.broker && !embeds.postgres)) {
    const ending = endOnSignal(() => Promise.resolve(), interrupted);
    const running = runs ? (JSON.parse(await readFile(join(home, 'addresses.json'), 'utf8')) as typeof named) : named;
    const servers = {
      kafkaBrokers: embeds.broker ? running.kafkaBrokers : named.kafkaBrokers,
      databaseUrl: embeds.postgres ? running.databaseUrl : named.databaseUrl,
    };
    return work({ ...servers, isShared: true }, ending);
  }
  if ((await readHome(home)) === undefined)
    throw new SetupError(`Nothing was ever started from ${home}: there is no history yet.`, 'npm start');
  const unlock = lock(home);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const supervisor = new Supervisor(join(home, 'processes.json'), say);
  const end = async () => {
    await supervisor.stopAll([['broker', 'postgres']]);
    unlock();
  };
  const ending = endOnSignal(end, interrupted);
  try {
    await endLeftOver(home);
    const needed: PortVariable[] = [...(embeds.broker ? ['KAFKA_PORT' as const] : []), ...(embeds.postgres ? ['POSTGRES_PORT' as const] : [])]; // prettier-ignore
    const ports = await choosePorts(needed, portsChosen(process.env, settings));
    const installation = installationOf(settings, ports, await keepSecrets(home, settings.ADMIN_EMAIL));
    say('Bringing up the log and the database …');
    await Promise.all([
      embeds.broker && supervisor.launch('broker', brokerLaunch(installation)),
      embeds.postgres && supervisor.launch('postgres', postgresLaunch(installation)),
    ]);
    const { kafkaBrokers, databaseUrl } = installation;
    return await work({ kafkaBrokers, databaseUrl, isShared: !embeds.broker || !embeds.postgres }, ending);
  } finally {
    if (!ending.aborted) await end();
  }
}
