import { topics } from '@tq/events';
import { createKafka, ensureTopics } from '@tq/platform/kafka';
import { Partitioners } from 'kafkajs';
import type { Sink } from './sink';
import { keepTrying } from './keep-trying';

/**
 * Straight to the log, as the platform's own producer would. Not idempotent, on purpose: kafkajs loses acknowledged
 * records so; one send in flight keeps a tutor's order, and doubles are harmless.
 */
export async function kafkaSink(brokers: readonly string[], signal: AbortSignal): Promise<Sink> {
  const kafka = createKafka({ brokers, clientId: 'simulator' });
  await ensureTopics(kafka, [topics.sessionEvents]);
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
  return {
    batch: 5000,
    send: (events) =>
      keepTrying(`The broker at ${brokers.join(', ')}`, signal, async () => {
        const messages = events.map((event) => ({ key: event.subject, value: JSON.stringify(event), headers }));
        await producer.send({ topic: topics.sessionEvents.name, acks: -1, messages });
        return 'done';
      }),
    close: () => producer.disconnect(),
  };
}
