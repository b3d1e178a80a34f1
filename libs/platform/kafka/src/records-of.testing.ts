import { createKafka } from './client';

export interface ReadRecord {
  readonly key: string;
  readonly value: string;
  readonly partition: number;
  readonly contentType: string | undefined;
}

/** Everything that is on a topic now, for specs: read by a group of its own from the first record to the current end. */
export async function recordsOf(brokers: readonly string[], topic: string): Promise<ReadRecord[]> {
  const kafka = createKafka({ brokers, clientId: 'spec' });
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(ends.filter(({ high }) => high !== '0').map(({ partition, high }) => [partition, BigInt(high)]));
  const records: ReadRecord[] = [];
  if (open.size === 0) return records;
  const consumer = kafka.consumer({ groupId: `spec-${process.hrtime.bigint()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    void consumer
      .run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          for (const { key, value, headers } of batch.messages) {
            records.push({
              key: String(key),
              value: String(value),
              partition: batch.partition,
              contentType: headers?.['content-type']?.toString(),
            });
          }
          const end = open.get(batch.partition);
          if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) open.delete(batch.partition);
          if (open.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records;
}
