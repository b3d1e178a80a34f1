import type { Pool } from '@tq/platform/postgres';
import { keepHouse } from './housekeeping';
import type { Planner } from './planner';
import type { MailSender } from './sender';

/** The tables are looked at this often even when nobody says that something is due (ms). */
const longestRest = 15_000;
const afterError = 1000;
const houseEvery = 60_000;

/** Plans and sends, each in a loop of its own, until stopped. */
export class MailWorker {
  #stopped = false;
  #woken = new Set<() => void>();
  #loops: Promise<void>[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly planner: Planner,
    private readonly sender: MailSender,
    private readonly log: (level: 'warn' | 'error', message: string, details: object) => void,
  ) {}

  start(): void {
    this.#loops = [this.#loop(() => this.#plan()), this.#loop(() => this.#send()), this.#loop(() => this.#house())];
  }

  /** There may be something new to do. */
  wake(): void {
    for (const wake of this.#woken) wake();
  }

  /** Ends after what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.sender.stop();
    this.wake();
    await Promise.all(this.#loops);
  }

  async #plan(): Promise<number> {
    for (let more = true; more && !this.#stopped;) {
      const planned = await this.planner.planSome(Date.now());
      more = planned.more;
      if (planned.queued > 0) this.wake();
    }
    return restUntil(await this.planner.nextDue());
  }

  async #send(): Promise<number> {
    await this.sender.sendDue();
    return restUntil(await this.sender.nextAttempt());
  }

  async #house(): Promise<number> {
    await keepHouse(this.pool, Date.now());
    return houseEvery;
  }

  async #loop(step: () => Promise<number>): Promise<void> {
    while (!this.#stopped) {
      // Listens from before the step: what becomes due meanwhile must not wait for the next look.
      const rest = new Rest(this.#woken);
      let pause = afterError;
      try {
        pause = await step();
      } catch (error) {
        this.log('error', 'mails cannot be planned or sent, trying again', { err: error });
      }
      if (this.#stopped) rest.end();
      else await rest.last(pause);
    }
  }
}

function restUntil(due: number | null): number {
  return due === null ? longestRest : Math.min(longestRest, Math.max(20, due - Date.now()));
}

/** A pause that a call cuts short, even a call from before it began. */
class Rest {
  #over = false;
  #done: (() => void) | undefined;
  readonly #wake = (): void => {
    this.#over = true;
    this.#done?.();
  };

  constructor(private readonly woken: Set<() => void>) {
    woken.add(this.#wake);
  }

  async last(milliseconds: number): Promise<void> {
    if (!this.#over) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#done = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.end();
  }

  end(): void {
    this.woken.delete(this.#wake);
  }
}
