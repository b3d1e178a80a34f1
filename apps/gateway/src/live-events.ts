import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LiveHub } from '@tq/platform/http';
import { listen, type Listening } from '@tq/platform/postgres';
import { rebuildChannel } from '@tq/replays/server';
import { FreshnessReader, LiveReadings, READINGS_URL } from '@tq/scores/server';
import { SessionReader } from '@tq/sessions/server';

const freshnessEveryMs = 10_000;
const sessionsDelayMs = 250;
const mailDelayMs = 1000;
const sessionsLookedAt = 50;

/** Tells the consoles that listen what changed; does nothing while none does. */
@Injectable()
export class LiveEvents implements OnApplicationBootstrap, OnModuleDestroy {
  private listening: Listening | undefined;
  private ticker: NodeJS.Timeout | undefined;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private shown: ReadonlySet<string> | undefined;

  constructor(
    @Inject(LiveHub) private readonly hub: LiveHub,
    @Inject(LiveReadings) private readonly readings: LiveReadings,
    @Inject(FreshnessReader) private readonly freshness: FreshnessReader,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(READINGS_URL) private readonly url: string,
  ) {}

  onApplicationBootstrap(): void {
    this.readings.onChange(({ current, tutorIds }) => {
      this.hub.publish('readings', { generation: current.state.generation, tutorIds });
      this.soon('sessions', sessionsDelayMs, () => this.tellSessions());
    });
    this.listening = listen({
      url: this.url,
      name: 'gateway mail',
      channels: ['tq_mail', rebuildChannel],
      onNotify: (channel) => {
        const [what, delayMs] =
          channel === rebuildChannel ? (['rebuild', 0] as const) : (['mail', mailDelayMs] as const);
        this.soon(what, delayMs, () => {
          this.hub.publish(what, {});
          return Promise.resolve();
        });
      },
    });
    this.ticker = setInterval(() => {
      if (this.hub.hasListeners) void this.tellFreshness();
    }, freshnessEveryMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    this.timers.forEach((timer) => clearTimeout(timer));
    await this.listening?.close();
  }

  /** Once for everything that happens within the delay. */
  private soon(what: string, delayMs: number, work: () => Promise<void>): void {
    if (!this.hub.hasListeners || this.timers.has(what)) return;
    const run = (): void => {
      this.timers.delete(what);
      // A database that is away is shown by freshness; what was missed is seen at the next look.
      work().catch(() => undefined);
    };
    this.timers.set(what, setTimeout(run, delayMs));
  }

  private async tellFreshness(): Promise<void> {
    this.hub.publish('freshness', await this.freshness.now());
  }

  private async tellSessions(): Promise<void> {
    const { items } = await this.sessions.page({ limit: sessionsLookedAt });
    const before = this.shown;
    this.shown = new Set(
      items.map(({ tutorId, sessionId, state, scoredAt }) => `${tutorId} ${sessionId} ${state} ${scoredAt}`),
    );
    if (before === undefined) return;
    for (const item of items.toReversed()) {
      if (!before.has(`${item.tutorId} ${item.sessionId} ${item.state} ${item.scoredAt}`))
        this.hub.publish('session', item);
    }
  }
}
