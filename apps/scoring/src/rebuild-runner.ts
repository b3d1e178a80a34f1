import { fork, type ChildProcess } from 'node:child_process';
import { createPool, listen } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { endedBy, rebuildChannel, rebuildFlags, RebuildStore } from '@tq/replays/server';
import type { Log } from './parts';

const lookAgainMs = 5000;

/**
 * Has the rebuilds that were asked for done, in a process of their own: what takes all of a processor for minutes must
 * not hold up the fold. It ends when this one does; the next scorer goes on with it.
 */
export class RebuildRunner {
  private readonly pool;
  private child: ChildProcess | undefined;

  constructor(
    settings: Settings,
    private readonly log: Log,
  ) {
    const onError = (error: Error): void => log('warn', 'a database connection broke', { err: error });
    this.pool = createPool(settings.DATABASE_URL, { name: 'scoring looks for rebuilds', max: 1, onError });
    const look = (): void => void this.look();
    const options = { url: settings.DATABASE_URL, name: 'scoring rebuilds', channels: [rebuildChannel] };
    listen({ ...options, onNotify: look, onConnect: look });
    setInterval(look, lookAgainMs);
  }

  private async look(): Promise<void> {
    if (this.child) return;
    try {
      const store = new RebuildStore(this.pool);
      const current = await store.current();
      if (current?.runner !== 'service') return;
      const stands = (current.state === 'paused' || current.state === 'failed') && current.wanted !== 'cancel';
      if (stands || (await store.isBeingDone())) return;
      this.start();
    } catch (error) {
      this.log('warn', 'it is not known whether a rebuild was asked for', { err: error });
    }
  }

  private start(): void {
    if (this.child) return;
    const child = fork(process.argv[1] ?? '', ['--rebuild'], {
      execArgv: [...rebuildFlags],
    });
    this.child = child;
    this.log('info', 'a rebuild is being done', { pid: child.pid });
    const ended = (): void => {
      if (this.child === child) this.child = undefined;
    };
    child.once('error', ended);
    child.once('exit', (code, signal) => {
      // What gave up by itself would do so again; somebody else ending it is no reason to stop.
      if (signal === 'SIGABRT') void this.fail(endedBy(signal)).finally(ended);
      else ended();
      // In good order: something else may be wanted by now. Else it is tried again in a while.
      if (code === 0) void this.look();
    });
  }

  private async fail(problem: string): Promise<void> {
    this.log('error', 'the rebuild stands', { err: new Error(problem) });
    try {
      const store = new RebuildStore(this.pool);
      const current = await store.current();
      if (current) await store.set(current.id, { state: 'failed', problem });
    } catch (error) {
      this.log('warn', 'what became of the rebuild is not written down', { err: error });
    }
  }
}
