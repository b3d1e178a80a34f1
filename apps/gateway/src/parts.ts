import { Logger } from '@nestjs/common';
import { topics } from '@tq/events';
import { createKafka, EndOffsets, type KafkaLog, LogProducer } from '@tq/platform/kafka';
import { openEventStore } from '@tq/platform/event-store';
import { createPool, ReadDatabase } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';

export type Parts = ReturnType<typeof makeParts>;

const connections = 10;
const queryTimeoutMs = 10_000;

/** What the gateway is made of. Nothing is connected before it is first used. */
export function makeParts(settings: Settings, openApi: () => object) {
  const logger = new Logger('gateway');
  const kafkaLog: KafkaLog = (level, message, details) => {
    if (level === 'error' || level === 'warn') logger.debug(details, message);
  };
  const pool = createPool(settings.DATABASE_URL, {
    name: 'gateway',
    max: connections,
    queryTimeoutMs,
    onError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const eventStore = openEventStore(settings.EVENTSTORE_URL, pool);
  const brokers = settings.KAFKA_BROKERS;
  const endOffsets = new EndOffsets(createKafka({ brokers, clientId: 'gateway', log: kafkaLog }));
  const decisionLog = new LogProducer({
    brokers,
    clientId: 'gateway',
    topic: topics.coachingEvents.name,
    log: kafkaLog,
  });
  const sessionLog = new LogProducer({ brokers, clientId: 'gateway', topic: topics.sessionEvents.name, log: kafkaLog });
  return {
    settings,
    openApi,
    database: new ReadDatabase(pool),
    eventStore,
    endOffsets,
    decisionLog,
    /** Where a dead letter goes when it is sent again. */
    logsByTopic: { [topics.sessionEvents.name]: sessionLog, [topics.coachingEvents.name]: decisionLog },
    /** Where the other services answer. */
    services: {
      ingestion: settings.INGESTION_URL ?? `http://127.0.0.1:${settings.INGESTION_PORT}`,
      scoring: settings.SCORING_URL ?? `http://127.0.0.1:${settings.SCORING_PORT}`,
      notification: settings.NOTIFICATION_URL ?? `http://127.0.0.1:${settings.NOTIFICATION_PORT}`,
    },
    async close(): Promise<void> {
      await Promise.all([
        endOffsets.close().catch(() => undefined),
        eventStore.close(),
        decisionLog.close(),
        sessionLog.close(),
        pool.end(),
      ]);
    },
  };
}
