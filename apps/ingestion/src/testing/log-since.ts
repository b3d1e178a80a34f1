import { topics } from '@tq/events';
import { createKafka } from '@tq/platform/kafka';
import { endsOf, wholeLog } from '@tq/platform/testing';
import type { Kafka } from 'kafkajs';

const topic = topics.sessionEvents.name;

/** The values that came onto `session-events` since this was made. */
export class LogSince {
  private constructor(
    private readonly kafka: Kafka,
    private readonly from: ReadonlyMap<number, number>,
  ) {}

  static async now(brokers: string): Promise<LogSince> {
    const kafka = createKafka({ brokers: brokers.split(','), clientId: 'spec' });
    for (let tries = 50; ; tries--) {
      try {
        return new LogSince(kafka, await endsOf(kafka, topic));
      } catch (error) {
        if (tries === 0) throw error; // a new topic's partitions get their leaders one after the other
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async values(): Promise<string[]> {
    const log = await wholeLog(this.kafka, topic);
    return log
      .filter(({ partition, offset }) => offset >= (this.from.get(partition) ?? 0))
      .map(({ value }) => Buffer.from(value ?? []).toString());
  }
}
