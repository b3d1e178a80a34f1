/** A world of its own for the measurements: a real broker, a real Postgres, our services, each a process of its own. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { SMTPServer } from 'smtp-server';
import { root } from '../run/node.mjs';

const ports = {
  gateway: 'GATEWAY_PORT',
  ingestion: 'INGESTION_PORT',
  scoring: 'SCORING_PORT',
  notification: 'NOTIFICATION_PORT',
};
export const services = Object.keys(ports);
/** What the simulator tells of a session, on average. */
const eventsOfSession = 2.31;

/** Our own TypeScript, for a script. Kept inside the project, so that packages are found from it. */
async function load(name) {
  const outfile = join(root, 'dist/bench', `${name.replaceAll('/', '-')}.mjs`);
  const options = { bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'error' };
  await build({
    entryPoints: [join(root, `libs/${name}/src/index.ts`)],
    outfile,
    tsconfig: join(root, 'tsconfig.base.json'),
    ...options,
  });
  return import(pathToFileURL(outfile).href);
}

export class World {
  #running = new Map();
  #inbox;
  /** `{ at, sessions }` of each mail that arrived: epoch ms, and what its X-Session headers say. */
  mails = [];

  static async begin() {
    const world = new World();
    world.home = await mkdtemp(join(tmpdir(), 'tq-bench-'));
    world.log = join(world.home, 'log');
    await mkdir(world.log);
    const { startBroker, startPostgres, anyFreePort } = await load('platform/local');
    const own = Object.fromEntries(
      await Promise.all(Object.values(ports).map(async (variable) => [variable, String(await anyFreePort())])),
    );
    world.inboxPort = await anyFreePort();
    const [broker, postgres] = await Promise.all([
      startBroker({ dir: join(world.home, 'kafka'), port: await anyFreePort(), logFile: join(world.log, 'broker') }),
      startPostgres({
        dir: join(world.home, 'postgres'),
        port: await anyFreePort(),
        logFile: join(world.log, 'postgres'),
      }),
    ]);
    world.servers = [broker, postgres];
    world.brokers = [broker.address];
    world.databaseUrl = postgres.url;
    world.key = 'bench-ingest-key';
    world.token = 'bench-gateway-token';
    world.environment = {
      ...process.env,
      ...own,
      SCORING_PORT_2: String(await anyFreePort()),
      KAFKA_BROKERS: broker.address,
      DATABASE_URL: postgres.url,
      SMTP_URL: `smtp://127.0.0.1:${world.inboxPort}`,
      INGEST_API_KEYS: world.key,
      GATEWAY_API_TOKENS: world.token,
      ADMIN_EMAIL: 'bench@example.com',
      MAIL_MAX_PER_HOUR: '0',
      TQ_HOME: world.home,
      NODE_ENV: 'production',
    };
    return world;
  }

  address(service) {
    const [app, number] = service.split(' ');
    return `http://127.0.0.1:${this.environment[number ? `${ports[app]}_${number}` : ports[app]]}`;
  }

  pid(service) {
    return this.#running.get(service)?.pid;
  }

  /** Starts services that are not running (`scoring 2` is a second scorer); returns when each says that it is ready. */
  async start(...names) {
    for (const name of names) {
      if (this.#running.has(name)) continue;
      const log = openSync(join(this.log, name), 'a');
      const [app, number] = name.split(' ');
      const env = number ? { ...this.environment, [ports[app]]: this.environment[`${ports[app]}_${number}`] } : this.environment; // prettier-ignore
      const child = spawn(process.execPath, [join(root, `dist/apps/${app}/main.js`)], {
        cwd: root,
        env,
        stdio: ['ignore', log, log],
      });
      this.#running.set(name, child);
      await this.#untilReady(name, child);
    }
  }

  async #untilReady(name, child) {
    // A scorer folds all of a long log before it is ready, and a gateway has nothing to show before.
    for (const limit = Date.now() + (/^(scoring|gateway)/.test(name) ? 3_600_000 : 90_000); ;) {
      if (child.exitCode !== null || Date.now() > limit)
        throw new Error(`${name} did not come up; its log: ${join(this.log, name)}`);
      const answer = await fetch(`${this.address(name)}/health/ready`, { signal: AbortSignal.timeout(5000) }).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** Runs the simulator to its end. @returns {Promise<number>} how many events it sent */
  async simulate(...options) {
    const child = spawn(process.execPath, [join(root, 'dist/apps/simulator/main.js'), ...options], {
      cwd: root,
      env: { ...this.environment, TQ_PROGRESS: 'json' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-2000)));
    const code = await new Promise((done) => child.once('exit', done));
    if (code !== 0) throw new Error(`The simulator ended with ${code}.`);
    return JSON.parse(output.trim().split('\n').at(-1)).events;
  }

  /**
   * 10,000 tutors with 90 days of history on the log, or so many with about so many events over 400 days; once for all
   * measurements. It ends more than 24 h ago, so that
   * nothing of it is news that is to be mailed.
   */
  async populate({ tutors = 10_000, events } = {}) {
    // A day a year ago must have been.
    this.events ??= await this.#tell({ tutors, events, days: events === undefined ? 90 : 400, seed: 1 });
    return this.events;
  }

  /** As much again, of tutors of another platform: for whoever has rested. @returns {Promise<number>} how many events */
  tellMore({ tutors, events, seed }) {
    return this.#tell({ tutors, events, days: 100, seed });
  }

  #tell({ tutors, events, days, seed }) {
    const until = new Date(Date.now() - 25 * 3_600_000).toISOString();
    const perDay =
      events === undefined ? [] : ['--per-day', String(Math.max(1, Math.round(events / days / eventsOfSession)))];
    return this.simulate('--tutors', String(tutors), '--days', String(days), '--seed', String(seed), ...perDay, '--until', until, '--via', 'kafka'); // prettier-ignore
  }

  /** Ends the services; the log and the database stay. */
  async rest() {
    for (const [name, child] of [...this.#running].reverse()) {
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
      if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
      clearTimeout(impatience);
      this.#running.delete(name);
    }
  }

  /** A real SMTP server that takes every mail and notes when. */
  async openInbox() {
    if (this.#inbox) return;
    const mails = this.mails;
    this.#inbox = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, callback) {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', () => {
          const [head] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n', 1);
          mails.push({
            at: Date.now(),
            sessions: [...head.matchAll(/^X-Session:\s*(\S+)/gim)].map(([, session]) => session),
          });
          callback();
        });
      },
    });
    await new Promise((done) => this.#inbox.listen(this.inboxPort, '127.0.0.1', done));
  }

  /** A GET at the gateway with the token. */
  async ask(path) {
    const answer = await fetch(`${this.address('gateway')}${path}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  /** Sends events over ingestion's door. */
  async post(...events) {
    const body = events.length === 1 ? events[0] : events;
    const type = events.length === 1 ? 'application/cloudevents+json' : 'application/cloudevents-batch+json';
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': type };
    const answer = await fetch(`${this.address('ingestion')}/v1/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (answer.status !== 202) throw new Error(`Ingestion answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  /** Records that the readings do not hold yet; unknown before there are any. */
  async lag() {
    const overview = await this.ask('/api/overview').catch(() => undefined);
    return overview?.freshness.lagRecords;
  }

  /** Waits until all readings hold all of the log. */
  async untilFolded(limitSeconds = 600) {
    for (const limit = Date.now() + limitSeconds * 1000; (await this.lag()) !== 0;) {
      if (Date.now() > limit) throw new Error(`The readings do not hold all of the log after ${limitSeconds} s.`);
      await new Promise((done) => setTimeout(done, 250));
    }
  }

  async end() {
    await this.rest();
    await new Promise((done) => (this.#inbox ? this.#inbox.close(done) : done()));
    await Promise.all((this.servers ?? []).map((server) => server.stop(10_000)));
    if (!process.env.BENCH_KEEP) await rm(this.home, { recursive: true, force: true });
  }
}
