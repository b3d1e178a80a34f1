import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answers, projectRoot, startBroker, startPostgres, startProcess, untilReady } from '@tq/platform/local';
import type { PortVariable } from './choose-ports';
import { environmentOf, type Installation } from './installation';
import type { Launch } from './supervisor';

const logOf = ({ home }: Installation, name: string) => join(home, 'logs', `${name}.log`);

export const brokerLaunch =
  (installation: Installation): Launch =>
  (spawned) =>
    startBroker({
      dir: join(installation.home, 'kafka'),
      port: installation.ports.KAFKA_PORT,
      logFile: logOf(installation, 'broker'),
      spawned,
    });

export const postgresLaunch =
  (installation: Installation): Launch =>
  (spawned) =>
    startPostgres({
      dir: join(installation.home, 'postgres'),
      port: installation.ports.POSTGRES_PORT,
      logFile: logOf(installation, 'postgres'),
      spawned,
    });

/** The inbox (maildev) is for this machine alone: it shows every mail to whoever asks. */
export const inboxLaunch =
  (installation: Installation): Launch =>
  async (spawned) => {
    const { SMTP_PORT, MAIL_WEB_PORT } = installation.ports;
    const main = join(projectRoot(), 'node_modules/maildev/dist/bin/maildev.js');
    const local = '127.0.0.1';
    const options = ['--smtp', String(SMTP_PORT), '--ip', local, '--web', String(MAIL_WEB_PORT), '--web-ip', local];
    const running = startProcess({
      command: process.execPath,
      args: [
        main,
        ...options,
        '--mail-directory',
        join(installation.home, 'inbox'),
        '--max-emails',
        '50000',
        '--silent',
      ],
      cwd: installation.home,
      logFile: logOf(installation, 'inbox'),
    });
    spawned(running);
    await untilReady(running, async () => (await answers(SMTP_PORT)) && (await answers(MAIL_WEB_PORT)), 'The inbox');
  };

/** Our services, by the variable that holds their port. */
export const services = {
  ingestion: 'INGESTION_PORT',
  scoring: 'SCORING_PORT',
  notification: 'NOTIFICATION_PORT',
  gateway: 'GATEWAY_PORT',
} as const satisfies Record<string, PortVariable>;

export type Service = keyof typeof services;

async function isHealthy(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

export const serviceLaunch =
  (installation: Installation, name: Service): Launch =>
  async (spawned) => {
    const running = startProcess({
      command: process.execPath,
      args: [join(projectRoot(), 'dist/apps', name, 'main.js')],
      cwd: projectRoot(),
      env: environmentOf(installation),
      logFile: logOf(installation, name),
    });
    spawned(running);
    try {
      await untilReady(running, () => isHealthy(installation.ports[services[name]]), name, 120_000, 100);
    } catch (error) {
      // A service that cannot start says why in one sentence, the last of its log.
      const said = (await readFile(logOf(installation, name), 'utf8')).trimEnd().split('\n').at(-1) ?? '';
      throw new Error(`${(error as Error).message}${said.startsWith('{') || said === '' ? '' : `: ${said}`}`, {
        cause: error,
      });
    }
  };

/** The mock platform. `onOutput` gets its progress as JSON lines; without it they are dropped. */
export const simulatorLaunch =
  (
    installation: Installation,
    options: readonly string[],
    onOutput: (text: string) => void = () => undefined,
  ): Launch =>
  (spawned) => {
    const running = startProcess({
      command: process.execPath,
      args: [join(projectRoot(), 'dist/apps/simulator/main.js'), ...options],
      cwd: projectRoot(),
      env: { ...environmentOf(installation), TQ_PROGRESS: 'json' },
      logFile: logOf(installation, 'simulator'),
      onOutput,
    });
    spawned(running);
    return Promise.resolve();
  };
