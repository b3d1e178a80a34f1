import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { topics } from '@tq/events';
import { Health, SETTINGS } from '@tq/platform/http';
import { createKafka, ensureTopics, LogProducer } from '@tq/platform/kafka';
import type { Settings } from '@tq/platform/settings';

const again = 2000; // milliseconds

/** Sees to the connection, the topics and the service's readiness; the service starts, and answers 503, without a broker too. */
@Injectable()
export class Broker implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('broker');
  private hasTopics = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LogProducer) private readonly log: LogProducer,
    @Inject(Health) health: Health,
  ) {
    health.add('ready', 'broker', async () => {
      if (!this.hasTopics) return 'The broker has not been reachable yet.';
      await this.log.connect();
      return this.log.isConnected ? null : 'The broker is not reachable.';
    });
  }

  onModuleInit(): void {
    void this.prepare();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.log.close();
  }

  private async prepare(): Promise<void> {
    try {
      const kafka = createKafka({ brokers: this.settings.KAFKA_BROKERS, clientId: 'ingestion', retries: 0 });
      const { differences } = await ensureTopics(kafka, [topics.sessionEvents, topics.deadLetters]);
      this.hasTopics = true;
      for (const difference of differences) this.logger.warn(difference);
      await this.log.connect();
    } catch (error) {
      if (this.stopped) return;
      this.logger.warn(`The broker is not reachable yet: ${error instanceof Error ? error.message : String(error)}`);
      this.timer = setTimeout(() => void this.prepare(), again);
    }
  }
}
