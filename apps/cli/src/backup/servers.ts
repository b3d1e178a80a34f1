import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '@tq/platform/local';
import type { Settings } from '@tq/platform/settings';
import { choosePorts, type PortVariable } from '../start/choose-ports';
import { endOnSignal } from '../start/end-on-signal';
import { embedsOf, installationOf, portsChosen } from '../start/installation';
import { brokerLaunch, postgresLaunch } from '../start/launches';
import { endLeftOver } from '../start/left-over';
import { holderOf, lock } from '../start/lock';
import { Supervisor } from '../start/supervisor';

/** Where the log and the database are. */
export interface Servers {
  readonly kafkaBrokers: readonly string[];
  readonly databaseUrl: string;
}

/** Those that are named in the environment, and for the others those of the installation that runs from TQ_HOME. */
async function runningServers(settings: Settings): Promise<Servers> {
  const file = join(settings.TQ_HOME, 'addresses.json');
  const { kafkaBrokers, databaseUrl } = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  const embeds = embedsOf(process.env);
  return {
    kafkaBrokers: embeds.broker ? (kafkaBrokers ?? '').split(',') : settings.KAFKA_BROKERS,
    databaseUrl: embeds.postgres ? (databaseUrl ?? '') : settings.DATABASE_URL,
  };
}

/**
 * Works with the servers of an installation: those that run, or embedded ones that are brought up for it and ended
 * afterwards, also on Ctrl-C.
 * @param mayRun whether an installation that runs is worked with; otherwise it is refused
 */
export async function withServers(
  settings: Settings,
  mayRun: boolean,
  work: (servers: Servers, ending: AbortSignal) => Promise<void>,
): Promise<void> {
  const home = settings.TQ_HOME;
  const embeds = embedsOf(process.env);
  const none = new AbortController().signal;
  if (!embeds.broker && !embeds.postgres)
    return work({ kafkaBrokers: settings.KAFKA_BROKERS, databaseUrl: settings.DATABASE_URL }, none);
  if (mayRun && holderOf(home) !== undefined) return work(await runningServers(settings), none);

  const unlock = lock(home);
  const supervisor = new Supervisor(join(home, 'processes.json'), (line) => process.stderr.write(`${line}\n`));
  const end = async (): Promise<void> => {
    await supervisor.stopAll([['broker', 'postgres']]);
    unlock();
  };
  const ending = endOnSignal(end);
  try {
    await endLeftOver(home);
    const needed: PortVariable[] = [
      ...(embeds.broker ? (['KAFKA_PORT'] as const) : []),
      ...(embeds.postgres ? (['POSTGRES_PORT'] as const) : []),
    ];
    const ports = await choosePorts(needed, portsChosen(process.env, settings));
    // Nobody signs in here: the servers themselves know no secret of ours.
    const installation = installationOf(settings, ports, { admin: { email: settings.ADMIN_EMAIL, password: '' } });
    await Promise.all([
      embeds.broker && supervisor.launch('broker', brokerLaunch(installation)),
      embeds.postgres && supervisor.launch('postgres', postgresLaunch(installation)),
    ]);
    const { kafkaBrokers, databaseUrl } = installation;
    await work({ kafkaBrokers: kafkaBrokers.split(','), databaseUrl }, ending);
  } catch (error) {
    if (ending.aborted) return await new Promise(() => undefined); // whoever ended it ends the process
    throw error instanceof SetupError ? error : new Error(String((error as Error).message), { cause: error });
  } finally {
    if (!ending.aborted) await end();
  }
}
