import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anyFreePort } from '@tq/platform/local';
import { type Manners, startUnrulySmtpServer } from '@tq/platform/testing';

/** The inbox as a process of its own, so that it can be killed and paused like any other; each mail is a file. */
export class Inbox {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly dir: string,
    private readonly port: number,
  ) {}

  static async start(dir: string): Promise<Inbox> {
    mkdirSync(dir, { recursive: true });
    const inbox = new Inbox(dir, await anyFreePort());
    await inbox.startAgain();
    return inbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  /** How it treats mails from now on. */
  behave(manners: Manners): void {
    this.child?.send(manners);
  }

  async startAgain(): Promise<void> {
    const child = fork(process.argv[1] as string, ['inbox', this.dir, String(this.port)], { stdio: 'ignore' });
    this.child = child;
    await new Promise((resolve) => child.once('message', resolve));
  }

  stop(): void {
    this.child?.kill('SIGKILL');
  }

  /** Every mail that reached it whole. */
  mails(): string[] {
    return readdirSync(this.dir).map((file) => readFileSync(join(this.dir, file), 'latin1'));
  }
}

/** What runs in that process. */
export async function inboxProcess(dir: string, port: number): Promise<void> {
  const server = await startUnrulySmtpServer({
    port,
    onMail: ({ bytes }) => writeFileSync(join(dir, `${randomUUID()}.eml`), bytes),
  });
  process.on('message', (manners: Manners) => (server.manners = manners));
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
