import { Inject, Injectable } from '@nestjs/common';
import { MailReader } from '@tq/reports/server';
import { FreshnessReader } from '@tq/scores/server';
import { DeadLetterReader, FeedReader } from '@tq/sessions/server';
import { ReadDatabase } from '@tq/platform/postgres';
import { ServiceProbe } from './service-probe';
import type { SystemStatus } from './system.dto';
import { systemSentence } from './system-sentence';

type Stored = Pick<
  SystemStatus,
  'feeds' | 'deadLetters' | 'alarms' | 'anomalies' | 'mail' | 'timeZone' | 'databaseAwaySince'
>;

/** How the whole system is. */
@Injectable()
export class SystemReader {
  private last: Stored | undefined;

  constructor(
    @Inject(FreshnessReader) private readonly freshness: FreshnessReader,
    @Inject(FeedReader) private readonly feeds: FeedReader,
    @Inject(DeadLetterReader) private readonly deadLetters: DeadLetterReader,
    @Inject(MailReader) private readonly mails: MailReader,
    @Inject(ServiceProbe) private readonly services: ServiceProbe,
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
  ) {}

  async status(now = Date.now()): Promise<SystemStatus> {
    const [freshness, processes, stored] = await Promise.all([
      this.freshness.now(),
      this.services.all(),
      this.stored(now),
    ]);
    const known = { freshness, processes, ...stored };
    return { ...systemSentence(known, now), checkedAt: new Date(now).toISOString(), ...known };
  }

  /**
   * What Postgres knows of itself and the others; while it is away, what it said last, with that it is away.
   * @throws what the database throws, where it never answered
   */
  private async stored(now: number): Promise<Stored> {
    try {
      const [feeds, deadLetters, alarms, anomalies, mail, { timeZone }] = await Promise.all([
        this.feeds.feeds(),
        this.deadLetters.summary(now),
        this.feeds.alarms(now),
        this.feeds.anomalies(),
        this.mails.health(now),
        this.database.projection(),
      ]);
      this.last = { feeds, deadLetters, alarms, anomalies, mail, timeZone, databaseAwaySince: null };
    } catch (error) {
      if (!this.last) throw error;
      this.last = { ...this.last, databaseAwaySince: this.last.databaseAwaySince ?? new Date(now).toISOString() };
    }
    return this.last;
  }
}
