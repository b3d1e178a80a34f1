import type { LogRecord } from '@tq/platform/oracle';
import type { Kafka } from 'kafkajs';

/** Every record of a topic up to its ends of this moment, with the broker's own timestamps. */
export async function wholeLog(kafka: Kafka, topic: string): Promise<LogRecord[]> {
  const total = [...(await endsOf(kafka, topic)).values()].reduce((sum, end) => sum + end, 0);
  const records: LogRecord[] = [];
  if (total === 0) return records;
  const consumer = kafka.consumer({ groupId: `whole-log-${Date.now()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // After a broker's restart the group's coordinator may still be loading: the consumer tries again by itself.
      consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
      void consumer.run({
        eachMessage: ({ partition, message: { value, timestamp, offset } }) => {
          records.push({ value, timestamp: Number(timestamp), partition, offset: Number(offset) });
          if (records.length === total) resolve();
          return Promise.resolve();
        },
      });
    });
    return records;
  } finally {
    await consumer.disconnect();
  }
}

/** Where each partition of a topic ends: the offset of its next record. */
export async function endsOf(kafka: Kafka, topic: string): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]));
  } finally {
    await admin.disconnect();
  }
}
