import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from '@tq/platform/local';
import { writeWhole } from './home';

/** Starts a process, tells of it as soon as it has a pid, and resolves when it is ready. */
export type Launch = (spawned: (running: Running) => void) => Promise<unknown>;

const firstWaitMs = 500;
const longestWaitMs = 5_000;
const healthyMs = 30_000;

/** How long to wait before the next start: 0.5 s, doubling to 5 s, back to 0.5 s after 30 s of health. */
export function nextWait(previousMs: number | undefined, livedMs: number): number {
  return previousMs === undefined || livedMs >= healthyMs ? firstWaitMs : Math.min(previousMs * 2, longestWaitMs);
}

/**
 * Keeps named processes running and their pids in a file, and ends them all.
 * What dies is started again; what was asked to end is not.
 */
export class Supervisor {
  private readonly processes = new Map<string, Running>();
  private readonly stopping = new AbortController();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly say: (line: string) => void,
  ) {}

  get pids(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.processes].map(([name, { pid }]) => [name, pid]));
  }

  /** Starts it and resolves when it is ready; from then on it is kept running. @throws what its start throws, and Error when everything is being ended */
  async launch(name: string, launch: Launch): Promise<void> {
    await launch((running) => this.took(name, running));
    await this.writing;
    this.stopping.signal.throwIfAborted();
    const running = this.processes.get(name);
    if (running) void this.keep(name, running, launch);
  }

  /** Runs something to its own end, ended with all others meanwhile, and not started again. */
  async once(name: string, run: Launch): Promise<void> {
    try {
      await run((running) => this.took(name, running));
    } finally {
      this.processes.delete(name);
      await this.write();
    }
    this.stopping.signal.throwIfAborted();
  }

  /** Ends all, group after group; what is in no group comes last. Whatever starts meanwhile is ended too. */
  async stopAll(order: readonly (readonly string[])[]): Promise<void> {
    this.stopping.abort(new Error('stopping'));
    for (const names of [...order, [...this.processes.keys()]])
      await Promise.all(names.map(async (name) => this.processes.get(name)?.stop()));
    await Promise.all([...this.processes.values()].map((running) => running.stop()));
    this.processes.clear();
    await this.write();
  }

  private took(name: string, running: Running): void {
    this.processes.set(name, running);
    void this.write();
    if (this.stopping.signal.aborted) void running.stop();
  }

  private async keep(name: string, first: Running, launch: Launch): Promise<void> {
    const { signal } = this.stopping;
    let running: Running | undefined = first;
    let pause: number | undefined;
    for (let startedAt = performance.now(); !signal.aborted; startedAt = performance.now()) {
      const how = running ? await running.exited : 'did not start';
      if (signal.aborted || (running && this.processes.get(name) !== running)) return;
      this.processes.delete(name);
      pause = nextWait(pause, performance.now() - startedAt);
      this.say(`${name} ended (${how}); it is started again in ${pause / 1000} s`);
      await this.write();
      await wait(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      running = await this.again(name, launch);
    }
  }

  /** Resolves as soon as there is a process: that it becomes ready is its own affair, that it ends is seen above. */
  private again(name: string, launch: Launch): Promise<Running | undefined> {
    return new Promise((resolve) => {
      launch((running) => {
        this.took(name, running);
        resolve(running);
      }).catch((error: unknown) => {
        this.say(`${name} does not start: ${error instanceof Error ? error.message : String(error)}`);
        resolve(undefined);
      });
    });
  }

  private write(): Promise<void> {
    this.writing = this.writing.then(() => writeWhole(this.file, this.pids)).catch(() => undefined);
    return this.writing;
  }
}
