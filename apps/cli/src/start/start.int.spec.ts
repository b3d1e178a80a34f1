import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anyFreePort, commandOf, projectRoot } from '@tq/platform/local';
import { standardPorts } from './choose-ports';
import type { Secrets } from './secrets';

/** The real thing, from what `npm test` has built: broker, database, inbox and services, on ports of this spec. */
let home: string;
let ports: Record<string, string>;
const started: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tq-start-'));
  ports = {};
  for (const variable of Object.keys(standardPorts)) ports[variable] = String(await anyFreePort());
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL'); // its own children end with it
  await rm(home, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}) {
  const env: Record<string, string | undefined> = { ...process.env, TQ_HOME: home, ...ports, ...environment };
  for (const variable of ['KAFKA_BROKERS', 'DATABASE_URL', 'SMTP_URL', 'NODE_OPTIONS']) delete env[variable];
  const child = spawn(process.execPath, [join(projectRoot(), 'dist/apps/cli/main.js'), 'start', '--empty'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  started.push(child);
  let output = '';
  child.stdout?.on('data', (text) => (output += String(text)));
  child.stderr?.on('data', (text) => (output += String(text)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const says = async (pattern: RegExp) => {
    for (const limit = performance.now() + 150_000; !pattern.test(output); await wait(50))
      if (child.exitCode !== null || performance.now() > limit)
        throw new Error(`It did not say ${String(pattern)}:\n${output}`);
  };
  return { child, ended, says, output: () => output };
}

const json = async <T>(file: string) => JSON.parse(await readFile(join(home, file), 'utf8')) as T;
const pids = () => json<Record<string, number>>('processes.json');
const stillThere = (all: Record<string, number>) => Object.values(all).filter((pid) => commandOf(pid) !== undefined);
const names = ['broker', 'gateway', 'inbox', 'ingestion', 'notification', 'postgres', 'scoring'];

async function until(holds: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  for (const limit = performance.now() + limitMs; !(await holds().catch(() => false)); await wait(100))
    if (performance.now() > limit) throw new Error('It did not come about in time.');
}

async function send(id: string): Promise<number> {
  const { ingestApiKey } = await json<Secrets>('secrets.json');
  const now = new Date().toISOString();
  const answer = await fetch(`http://localhost:${ports.INGESTION_PORT}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingestApiKey}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      source: '/spec',
      subject: 'ana',
      id,
      type: 'tutoring.session.completed.v1',
      time: now,
      data: { sessionId: id, startedAt: now, endedAt: now },
    }),
  });
  return answer.status;
}

async function counted(): Promise<number> {
  const { gatewayApiToken } = await json<Secrets>('secrets.json');
  const answer = await fetch(`http://localhost:${ports.GATEWAY_PORT}/api/tutors/ana`, {
    headers: { authorization: `Bearer ${gatewayApiToken}` },
  });
  return answer.ok ? ((await answer.json()) as { windows: { 7: { counted: number } } }).windows[7].counted : 0;
}

const mailedSessions = async () => {
  const mails = (await (await fetch(`http://localhost:${ports.MAIL_WEB_PORT}/api/email`)).json()) as {
    headers: Record<string, string>;
  }[];
  return mails.map(({ headers }) => headers['x-session']);
};

it('brings everything up, counts and mails what is sent, restarts what is killed, ends it all', async () => {
  const { child, ended, says, output } = start();
  await says(/^Ready/m);
  const last = output().trim().split('\n').at(-1);
  const { admin } = await json<Secrets>('secrets.json');
  expect(last).toMatch(
    new RegExp(
      `^Ready: console http://localhost:${ports.GATEWAY_PORT} · sign in as ${admin.email} with password ${admin.password} `,
    ),
  );
  expect((await stat(join(home, 'secrets.json'))).mode & 0o777).toBe(0o600);

  const first = await pids();
  expect(Object.keys(first).sort()).toEqual(names);
  expect(commandOf(first.broker ?? 0)).toMatch(/^java .*kafka\.Kafka/);
  expect(await readFile(join(home, 'postgres/postmaster.pid'), 'utf8')).toMatch(new RegExp(`^${first.postgres}\n`));

  expect(await send('s1')).toBe(202);
  await until(async () => (await counted()) === 1);
  await until(async () => (await mailedSessions()).includes('ana/s1'));

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`It is running already from ${home} (process ${child.pid}).`);

  process.kill(first.gateway ?? 0, 'SIGKILL');
  await until(async () => (await pids()).gateway !== first.gateway && (await counted()) === 1);

  const all = await pids();
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(stillThere(all)).toEqual([]);
}, 300_000);

it('finds everything again, and ends with the script that started it', async () => {
  const { child, ended, says } = start();
  await says(/^Ready/m);
  expect(await counted()).toBe(1);
  expect(await mailedSessions()).toEqual(['ana/s1']);
  const all = await pids();
  child.disconnect();
  await ended;
  expect(stillThere(all)).toEqual([]);
}, 300_000);

it('leaves no process when it is ended in the middle of a start', async () => {
  const { child, ended, says } = start();
  await says(/Broker/);
  await until(async () => Object.keys(await pids()).length > 0);
  const all = await pids();
  child.kill('SIGTERM');
  await ended;
  expect(stillThere({ ...all, ...(await pids()) })).toEqual([]);
}, 300_000);

it('names the port and its variable when somebody chose a taken one', async () => {
  const taken = await import('node:net').then(({ createServer }) =>
    createServer().listen(Number(ports.GATEWAY_PORT), '127.0.0.1'),
  );
  const { ended, output } = start();
  expect(await ended).toBe(1);
  expect(output()).toContain(`Port ${ports.GATEWAY_PORT} (GATEWAY_PORT) is taken.`);
  taken.close();
}, 60_000);
