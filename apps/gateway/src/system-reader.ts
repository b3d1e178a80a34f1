import { Inject, Injectable } from '@nestjs/common';
import { MailReader } from '@tq/reports/server';
import { FreshnessReader } from '@tq/scores/server';
import { FeedReader } from '@tq/sessions/server';
import { ReadDatabase } from '@tq/platform/postgres';
import { ServiceProbe } from './service-probe';
import type { SystemStatus } from './system.dto';
import { systemSentence } from './system-sentence';

/** How the whole system is. */
@Injectable()
export class SystemReader {
  constructor(
    @Inject(FreshnessReader) private readonly freshness: FreshnessReader,
    @Inject(FeedReader) private readonly feeds: FeedReader,
    @Inject(MailReader) private readonly mails: MailReader,
    @Inject(ServiceProbe) private readonly services: ServiceProbe,
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
  ) {}

  async status(now = Date.now()): Promise<SystemStatus> {
    const [freshness, feeds, deadLetters, alarms, anomalies, mail, processes, { timeZone }] = await Promise.all([
      this.freshness.now(),
      this.feeds.feeds(),
      this.feeds.deadLetters(now),
      this.feeds.alarms(),
      this.feeds.anomalies(),
      this.mails.health(now),
      this.services.all(),
      this.database.projection(),
    ]);
    const known = { freshness, feeds, deadLetters, alarms, mail, processes };
    return { ...systemSentence(known, now), checkedAt: new Date(now).toISOString(), ...known, anomalies, timeZone };
  }
}
