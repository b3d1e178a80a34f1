import { Logger, Module } from '@nestjs/common';
import { topics } from '@tq/events';
import { SETTINGS } from '@tq/platform/http';
import { LogProducer } from '@tq/platform/kafka';
import type { Settings } from '@tq/platform/settings';
import { Broker } from './broker';
import { Credentials } from './credentials/credentials';
import { KeyGuard } from './credentials/key.guard';
import { SignatureGuard } from './credentials/signature.guard';
import { EventsController } from './events.controller';
import { Intake } from './intake/intake';
import { RateLimit } from './intake/rate-limit';
import { RailsWebhookController } from './rails-webhook.controller';

/** The paths of the two doors (contract §1, HTTP). */
export const doors = ['/v1/events', '/v1/webhooks/rails'] as const;

/** The largest share of a second that a key may fill; the contract promises 5,000. */
const eventsPerSecond = 10_000;

function logProducer(settings: Settings): LogProducer {
  const logger = new Logger('kafka');
  return new LogProducer({
    brokers: settings.KAFKA_BROKERS,
    clientId: 'ingestion',
    topic: topics.sessionEvents.name,
    log: (level, message, details) => {
      if (level !== 'debug' && level !== 'info') logger.warn(details, message);
    },
  });
}

@Module({
  controllers: [EventsController, RailsWebhookController],
  providers: [
    Credentials,
    KeyGuard,
    SignatureGuard,
    Intake,
    Broker,
    { provide: RateLimit, useFactory: () => new RateLimit(eventsPerSecond, () => performance.now()) },
    { provide: LogProducer, useFactory: logProducer, inject: [SETTINGS] },
  ],
})
export class IngestionModule {}
