import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { topics } from '@tq/events';
import { Health, Metrics, SETTINGS } from '@tq/platform/http';
import { BatchServer, createKafka, ensureTopics, type LogBatch } from '@tq/platform/kafka';
import { SmtpMailer } from '@tq/platform/mail';
import { createPool, migrate, type Pool } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { MailWorker } from './mail-worker';
import { mailSteps } from './mail.schema';
import { Planner } from './planner';
import { seedRecipients } from './recipients';
import { ScoreEventsConsumer } from './score-events.consumer';
import { MailSender } from './sender';
import { unsubscribeSecret } from './unsubscribe-token';

const retryMs = 1000;

/** The whole of notification: score-events in, mails out. */
@Injectable()
export class MailService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('mail');
  private readonly pool: Pool;
  private readonly mailer: SmtpMailer;
  private worker: MailWorker | undefined;
  private consumer: BatchServer | undefined;
  private stopped = false;
  /** Why it does not work yet; null once it does. */
  private waitsFor: string | null = 'The mail tables have not been looked at yet.';

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Health) health: Health,
  ) {
    this.pool = createPool(settings.DATABASE_URL, {
      name: 'notification',
      max: 10,
      onError: (error) => this.log('warn', 'a database connection broke', { err: error }),
    });
    this.mailer = new SmtpMailer(settings.SMTP_URL);
    health.add('ready', 'start', () => this.waitsFor);
    health.add('ready', 'database', async () => (await this.pool.query('SELECT 1'), null));
    health.add('live', 'consumer', () => this.consumer?.trouble(Date.now()) ?? null);
  }

  onApplicationBootstrap(): void {
    void this.startWhenPossible();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.consumer?.close();
    await this.worker?.stop();
    this.mailer.close();
    await this.pool.end();
  }

  /** Database and broker may come up after us: keep trying, and say meanwhile what is missing. */
  private async startWhenPossible(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.start();
        this.waitsFor = null;
        return;
      } catch (error) {
        this.waitsFor = error instanceof Error ? error.message : String(error);
        this.log('warn', 'cannot start yet', { err: error });
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  private async start(): Promise<void> {
    const { settings, pool } = this;
    await migrate(pool, 'mail', mailSteps);
    await seedRecipients(pool, { email: settings.ADMIN_EMAIL, timeZone: settings.PLATFORM_TIME_ZONE }, Date.now());
    const kafka = createKafka({ brokers: settings.KAFKA_BROKERS, clientId: 'notification' });
    await ensureTopics(kafka, [topics.scoreEvents]);
    this.worker ??= await this.startWorker();
    const worker = this.worker;
    const consumer = new ScoreEventsConsumer({
      pool,
      maxPerHour: settings.MAIL_MAX_PER_HOUR,
      onItems: () => worker.wake(),
      log: this.log,
    });
    const server = new BatchServer({ kafka, groupId: 'notification', onCrash: (error) => this.end(error) });
    server.addHandler(topics.scoreEvents.name, (batch: LogBatch) => consumer.handle(batch), true);
    await new Promise<void>((resolve, reject) => {
      void server.listen((error) =>
        error === undefined
          ? resolve()
          : reject(error instanceof Error ? error : new Error('Kafka could not be joined.')),
      );
    });
    this.consumer = server;
  }

  private async startWorker(): Promise<MailWorker> {
    const { settings, pool, mailer, log } = this;
    const domain = settings.ADMIN_EMAIL.split('@')[1]?.toLowerCase() ?? 'localhost';
    const from = settings.MAIL_FROM ?? `tutor-quality@${domain}`;
    const publicUrl = (settings.PUBLIC_URL ?? `http://localhost:${settings.GATEWAY_PORT}`).replace(/\/+$/, '');
    const outcomes = this.metrics.counter('mail_attempts_total', 'Attempts to send a mail, by how they ended.', [
      'outcome',
    ]);
    const waits = this.metrics.histogram(
      'mail_wait_seconds',
      'Seconds from a mail being written to the mail server taking it.',
      [],
      [0.1, 0.5, 1, 5, 10, 60, 300, 3600],
    );
    const planner = new Planner(pool, {
      from: { name: 'Tutor Quality', address: from },
      domain,
      publicUrl,
      secret: await unsubscribeSecret(pool),
    });
    const sender = new MailSender({
      pool,
      mailer,
      from,
      log,
      onAttempt: (outcome, waited) => {
        outcomes.inc({ outcome });
        if (outcome === 'sent') waits.observe(waited / 1000);
      },
    });
    const worker = new MailWorker(pool, planner, sender, log);
    worker.start();
    return worker;
  }

  /** A consumer that has ended for good would leave a process that only looks healthy. */
  private end(error: Error): void {
    this.logger.error({ err: error }, 'the consumer ended; so does the process, to be started again');
    void this.onApplicationShutdown().finally(() => process.exit(1));
  }

  private readonly log = (level: 'warn' | 'error', message: string, details: object): void => {
    this.logger[level](details, message);
  };
}
