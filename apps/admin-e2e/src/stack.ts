import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const portNames = [
  'GATEWAY_PORT',
  'INGESTION_PORT',
  'SCORING_PORT',
  'NOTIFICATION_PORT',
  'KAFKA_PORT',
  'POSTGRES_PORT',
  'SMTP_PORT',
  'MAIL_WEB_PORT',
] as const;

export interface Stack {
  readonly url: string;
  readonly ingestion: string;
  readonly broker: string;
  readonly secrets: {
    readonly admin: { readonly email: string; readonly password: string };
    readonly ingestApiKey: string;
    readonly gatewayApiToken: string;
  };
  stop(): Promise<void>;
}

/**
 * Everything of `npm start -- --empty`, on free ports, with its data in `home`.
 * @throws Error with the end of the log when it does not come up within three minutes
 */
export async function startStack(home: string): Promise<Stack> {
  await mkdir(home, { recursive: true });
  const free = await freePorts(portNames.length);
  const ports = Object.fromEntries(portNames.map((name, index) => [name, String(free[index])]));
  const child = node(
    ['dist/apps/cli/main.js', 'start', '--empty'],
    { ...ports, TQ_HOME: home },
    join(home, 'start.log'),
  );
  await untilReady(child, 180_000);
  return {
    url: `http://localhost:${ports['GATEWAY_PORT']}`,
    ingestion: `http://localhost:${ports['INGESTION_PORT']}`,
    broker: `127.0.0.1:${ports['KAFKA_PORT']}`,
    secrets: JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')) as Stack['secrets'],
    stop: () => ended(child, 'SIGTERM').then(() => undefined),
  };
}

/** What ended longer ago is history, and nobody is mailed about it: the hour's mails are left for the tests. Ms. */
const newsWithin = 25 * 3_600_000;

/** A small platform's 60 days, straight to the log. */
export async function sendHistory(stack: Stack, home: string): Promise<void> {
  const until = new Date(Date.now() - newsWithin).toISOString();
  const args = [
    '--tutors',
    '90',
    '--per-day',
    '270',
    '--days',
    '60',
    '--seed',
    '7',
    '--until',
    until,
    '--via',
    'kafka',
  ];
  const child = node(
    ['dist/apps/simulator/main.js', ...args],
    { KAFKA_BROKERS: stack.broker, TQ_HOME: home },
    join(home, 'history.log'),
  );
  const code = await ended(child);
  if (code !== 0) throw new Error(`The simulator ended with ${code}; see ${join(home, 'history.log')}.`);
}

/** Ports that nobody holds at this moment, chosen by the system; all are held until the last is chosen, so that no two are one. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen({ port: 0, host: '127.0.0.1' });
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(async (server) => once(server.close(), 'close')));
  return ports;
}

function node(args: readonly string[], env: Record<string, string>, log: string): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  return child;
}

async function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const end = new Promise<number | null>((done) => child.once('exit', done));
  if (signal) child.kill(signal);
  return end;
}

async function untilReady(child: ChildProcess, within: number): Promise<void> {
  let said = '';
  await new Promise<void>((done, fail) => {
    const giveUp = (why: string) => fail(new Error(`The system did not come up: ${why}\n${said.slice(-2000)}`));
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      giveUp(`not ready within ${within / 1000} s`);
    }, within);
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (!/^Ready/m.test(said)) return;
      clearTimeout(timer);
      done();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      giveUp(`it ended with ${code}`);
    });
  });
}
