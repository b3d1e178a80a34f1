import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShownItem } from '@tq/platform/oracle';
import { projectRoot } from '@tq/platform/local';

interface Addresses {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly ports: Readonly<Record<string, number>>;
}
interface Secrets {
  readonly ingestApiKey: string;
  readonly railsWebhookSecret: string;
  readonly gatewayApiToken: string;
}

const roomy = '1600m';

/** The product as it is shipped: what `npm start -- --empty` brings up, in a home of its own. */
export class Product {
  private child: ChildProcess | undefined;
  /** Every process that was ever named, to see at the end that none is left. */
  readonly everyPid = new Set<number>();
  /** Whether the home lies on a small file system of its own, which can be made to be full. */
  readonly hasSmallDisk: boolean;

  constructor(
    readonly home: string,
    readonly timeZone: string,
    private readonly smtpUrl: string,
  ) {
    mkdirSync(home, { recursive: true });
    this.hasSmallDisk = attempt('mount', '-t', 'tmpfs', '-o', `size=${roomy}`, 'tmpfs', home);
  }

  /** Resolves when it says that it is ready. @throws Error with its last words */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(projectRoot(), 'dist/apps/cli/main.js'), 'start', '--empty'], {
      cwd: projectRoot(),
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        said = (said + chunk.toString()).slice(-4000);
        if (/^Ready/m.test(said)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(`The product did not start:\n${said}`)));
    });
    this.processes();
  }

  /** The running processes by name, as they are now. */
  processes(): Readonly<Record<string, number>> {
    try {
      const pids = JSON.parse(readFileSync(join(this.home, 'processes.json'), 'utf8')) as Record<string, number>;
      for (const pid of Object.values(pids)) this.everyPid.add(pid);
      return pids;
    } catch {
      return {};
    }
  }

  get addresses(): Addresses {
    return JSON.parse(readFileSync(join(this.home, 'addresses.json'), 'utf8')) as Addresses;
  }

  get secrets(): Secrets {
    return JSON.parse(readFileSync(join(this.home, 'secrets.json'), 'utf8')) as Secrets;
  }

  /** What a command beside it is told. */
  get environment(): NodeJS.ProcessEnv {
    const { KAFKA_BROKERS: _1, DATABASE_URL: _2, ...env } = process.env;
    const own = { TQ_HOME: this.home, SMTP_URL: this.smtpUrl, PLATFORM_TIME_ZONE: this.timeZone };
    return { ...env, ...own, MAIL_MAX_PER_HOUR: '0', LOG_LEVEL: 'warn', NODE_OPTIONS: '' };
  }

  /** No more can be written than is there already, and little more. */
  fillDisk(): void {
    const used = Number(execFileSync('df', ['--output=used', '-k', this.home]).toString().split('\n')[1]);
    attempt('mount', '-o', `remount,size=${used + 64}k`, this.home);
  }

  freeDisk(): void {
    attempt('mount', '-o', `remount,size=${roomy}`, this.home);
  }

  /** An answer of the gateway. @throws Error where there is none within 10 s, or another than 200 */
  async ask<T>(path: string): Promise<T> {
    const { ports } = this.addresses;
    const response = await fetch(`http://127.0.0.1:${ports['GATEWAY_PORT']}${path}`, {
      headers: { authorization: `Bearer ${this.secrets.gatewayApiToken}` },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** All tutors, page by page. */
  async tutors(query: string): Promise<ShownItem[]> {
    const all: ShownItem[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: ShownItem[]; nextCursor: string | null } = await this.ask(
        `/api/tutors?limit=150&${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }

  /** As Ctrl-C. @returns names of processes that are left */
  async stop(): Promise<number[]> {
    this.processes();
    const { child } = this;
    if (child && child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    return [...this.everyPid].filter(isRunning);
  }

  /** Takes the file system away, with all that is on it. */
  unmount(): void {
    if (this.hasSmallDisk) attempt('umount', '-l', this.home);
  }
}

function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

function attempt(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
