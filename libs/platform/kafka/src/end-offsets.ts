import type { Admin, Kafka } from 'kafkajs';

export interface PartitionEnd {
  readonly topic: string;
  readonly partition: number;
  /** The offset that the next record will get. */
  readonly end: number;
  /** The offset of the oldest record that is still there. */
  readonly start: number;
}

export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Asks the broker where its logs end, over one connection that is kept and made again when it breaks. */
export class EndOffsets {
  private admin: Promise<Admin> | undefined;

  constructor(private readonly kafka: Kafka) {}

  /** @throws when the broker cannot be reached: an unknown lag is never shown as none */
  async of(topics: readonly string[]): Promise<PartitionEnd[]> {
    const admin = await this.connected();
    const ends = await Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(({ partition, high, low }) => ({
          topic,
          partition,
          end: Number(high),
          start: Number(low),
        })),
      ),
    );
    return ends.flat();
  }

  /**
   * The offset of each partition's first record of that moment or later; where there is none, that of the next record.
   * @param timestamp of records, epoch milliseconds
   */
  async since(topics: readonly string[], timestamp: number): Promise<PartitionOffset[]> {
    const admin = await this.connected();
    const offsets = await Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsetsByTimestamp(topic, timestamp)).map(({ partition, offset }) => ({
          topic,
          partition,
          offset: Number(offset),
        })),
      ),
    );
    return offsets.flat();
  }

  async close(): Promise<void> {
    await (await this.admin)?.disconnect();
  }

  private connected(): Promise<Admin> {
    this.admin ??= (async () => {
      const admin = this.kafka.admin({ retry: { retries: 2, initialRetryTime: 100 } });
      await admin.connect();
      return admin;
    })().catch((error: unknown) => {
      this.admin = undefined;
      throw error;
    });
    return this.admin;
  }
}
