import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@tq/events';
import { type RunningService, startService } from '@tq/platform/http';
import { LogProducer } from '@tq/platform/kafka';
import { anyFreePort, startBroker } from '@tq/platform/local';
import { createPool, type Pool } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import { freshDatabase } from '@tq/platform/testing';
import { optionsOf } from '../options';
import { type Severable, severable } from './severable';

export const administrator = { email: 'admin@example.com', password: 'correct horse battery' };
export const apiToken = 'token-of-the-environment';

const shownWithinMs = 60_000;

/** A real broker of its own, a real database, the scoring service as it ships, and the gateway in this process. */
export interface Stack {
  readonly base: string;
  readonly service: RunningService;
  readonly pool: Pool;
  readonly databaseUrl: string;
  /** The gateway's own way to the database. */
  readonly databaseLine: Severable;
  readonly broker: { readonly pid: number };
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  send(documents: readonly { readonly subject: string }[]): Promise<void>;
  /** Until the gateway itself says that its readings hold all of the log. */
  untilShown(): Promise<void>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const home = await mkdtemp(join(tmpdir(), 'tq-gateway-'));
  await writeFile(join(home, 'secrets.json'), JSON.stringify({ admin: administrator }), { mode: 0o600 });
  const broker = await startBroker({
    dir: join(home, 'kafka'),
    port: await anyFreePort(),
    logFile: join(home, 'broker.log'),
  });
  const databaseUrl = await freshDatabase();
  const { hostname, port } = new URL(databaseUrl);
  const databaseLine = await severable(hostname, Number(port));
  const scoringPort = await anyFreePort();
  const environment = {
    KAFKA_BROKERS: broker.address,
    DATABASE_URL: databaseUrl,
    SCORING_PORT: String(scoringPort),
    TQ_HOME: home,
    LOG_LEVEL: 'warn',
  };
  const scoring = await startScoring(environment, scoringPort);

  const severed = new URL(databaseUrl);
  severed.port = String(databaseLine.port);
  const settings = readSettings({
    ...environment,
    DATABASE_URL: severed.href,
    GATEWAY_API_TOKENS: apiToken,
    LOG_LEVEL: 'fatal',
    MAIL_MAX_PER_HOUR: '0',
  });
  const service = await startService({ ...optionsOf({ ...settings, GATEWAY_PORT: 0 }) });
  const base = `http://127.0.0.1:${service.port}`;
  const pool = createPool(databaseUrl, { name: 'the tests', max: 2 });
  const producer = new LogProducer({
    brokers: [broker.address],
    clientId: 'the tests',
    topic: topics.sessionEvents.name,
    deadlineMs: 20_000,
  });
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${base}${path}`, { headers: { authorization: `Bearer ${apiToken}`, ...headers } });

  return {
    base,
    service,
    pool,
    databaseUrl,
    databaseLine,
    broker,
    get,
    send: (documents) =>
      producer.send(
        documents.map((document) => ({ key: document.subject, value: Buffer.from(JSON.stringify(document)) })),
      ),
    untilShown: () => untilShown(get),
    async stop() {
      await service.stop();
      await producer.close();
      await pool.end();
      await databaseLine.close();
      await ended(scoring);
      await broker.stop(2000);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function untilShown(get: (path: string) => Promise<Response>): Promise<void> {
  let last = '';
  for (const begun = Date.now(); Date.now() - begun < shownWithinMs;) {
    const answer = await get('/api/overview');
    last = await answer.text();
    if (answer.ok && (JSON.parse(last) as { freshness: { lagRecords: number | null } }).freshness.lagRecords === 0)
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The readings do not hold all of the log after ${shownWithinMs / 1000} s: ${last.slice(-300)}`);
}

async function startScoring(environment: Record<string, string>, port: number): Promise<ChildProcess> {
  const main = 'dist/apps/scoring/main.js';
  if (!existsSync(main)) execFileSync(process.execPath, ['tools/build.mjs', 'scoring']);
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Scoring does not become ready.');
}

async function ended(child: ChildProcess): Promise<void> {
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await end;
  clearTimeout(late);
}
