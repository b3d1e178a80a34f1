import { dayOf } from '@tq/sessions/core';
import type { CardRefresh, Refreshed } from './card-refresh';

export interface RefreshLoopOptions {
  readonly refresh: CardRefresh;
  readonly timeZone: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Whether the fold is working off a backlog. */
  readonly isBehind: () => boolean;
  /** While it says so, nothing is refreshed: much is being folded at once, and nobody should see half of it. */
  readonly isHeld?: () => boolean;
  readonly onRefreshed?: (refreshed: Refreshed, durationMs: number) => void;
  readonly onError?: (error: unknown) => void;
}

/** A first change is shown at once; what follows within this time is shown together. */
const coalesceMs = 20;
/** A refresh may take half of the time; while a backlog is folded, and all cards change again and again, less. */
const share = 2;
const shareWhenBehind = 20;
const longestRestMs = 30_000;
const dayCheckMs = 1000;
/** Catches what another process folded and died before showing. */
const lookAgainMs = 10_000;
const longestPauseMs = 5000;

/** Keeps the cards fresh: after each fold, when a day closes, when the rules change. */
export class RefreshLoop {
  private wanted = false;
  private running: Promise<void> | undefined;
  private notBefore = 0;
  /** The same, should the backlog be folded by then. */
  private notBeforeWhenCaughtUp = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly ticker: NodeJS.Timeout;
  private shownDay: number | undefined;
  private lastLook = 0;
  private failures = 0;
  private closed = false;
  private lastError: Error | undefined;

  constructor(private readonly options: RefreshLoopOptions) {
    this.ticker = setInterval(() => this.tick(), dayCheckMs);
    this.trigger();
  }

  /** Something changed: refresh soon. */
  trigger(): void {
    this.wanted = true;
    if (this.running || this.closed || this.options.isHeld?.()) return;
    clearTimeout(this.timer);
    const wait = (this.options.isBehind() ? this.notBefore : this.notBeforeWhenCaughtUp) - performance.now();
    if (wait <= 0) this.run();
    else this.timer = setTimeout(() => this.run(), wait);
  }

  /** One sentence where the last refresh failed, else null. */
  trouble(): string | null {
    return this.lastError ? `The cards cannot be refreshed: ${this.lastError.message}` : null;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.ticker);
    clearTimeout(this.timer);
    await this.running;
  }

  private tick(): void {
    const today = dayOf(this.options.clock(), this.options.timeZone);
    const isTime = performance.now() - this.lastLook > lookAgainMs;
    // Whoever waits because of a backlog is asked again, or the last of it would be shown only after that long pause.
    if (today !== this.shownDay || isTime || this.timer) this.trigger();
  }

  private run(): void {
    this.timer = undefined;
    this.running = this.once().finally(() => {
      this.running = undefined;
      if (this.wanted) this.trigger();
    });
  }

  private async once(): Promise<void> {
    this.wanted = false;
    const started = performance.now();
    this.lastLook = started;
    try {
      const today = dayOf(this.options.clock(), this.options.timeZone);
      const refreshed = await this.options.refresh.refresh();
      const took = performance.now() - started;
      this.shownDay = today;
      this.failures = 0;
      this.lastError = undefined;
      this.notBeforeWhenCaughtUp = started + Math.max(coalesceMs, took * share);
      this.notBefore = started + Math.min(Math.max(coalesceMs, took * shareWhenBehind), took + longestRestMs);
      if (refreshed) this.options.onRefreshed?.(refreshed, took);
    } catch (error) {
      this.wanted = true;
      this.lastError = error instanceof Error ? error : new Error(String(error));
      this.notBefore = performance.now() + Math.min(200 * 2 ** this.failures++, longestPauseMs);
      this.notBeforeWhenCaughtUp = this.notBefore;
      this.options.onError?.(error);
    }
  }
}
