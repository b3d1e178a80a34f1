import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { fetchedFrom } from './fetched-from';
import type { BatchOutcome, LogBatch } from './log-batch';

export interface LogFollowerOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** How far the handler is, by {@link placeOf}; asked whenever partitions are assigned. */
  readonly positions: () => Promise<ReadonlyMap<string, number>>;
  readonly handle: (batch: LogBatch) => Promise<BatchOutcome | undefined>;
  /** Partitions handled at a time. */
  readonly concurrency?: number;
}

/** `topic/partition`. */
export const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Reads a log from where its handler is up to given offsets, never beyond; then waits until it may read on. */
export class LogFollower {
  private readonly consumer: Consumer;
  private limits: ReadonlyMap<string, number> = new Map();
  private readonly reached = new Map<string, number>();
  private readonly paused = new Map<string, { topic: string; partition: number }>();
  private assigned: Readonly<Record<string, number[]>> = {};
  private failure: Error | undefined;
  private closing = false;

  constructor(private readonly options: LogFollowerOptions) {
    this.consumer = options.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: 30_000,
      rebalanceTimeout: 30_000,
      heartbeatInterval: 3000,
      // Also how soon a partition that waited is read on.
      maxWaitTimeInMs: 100,
      // What is decoded at once waits in memory for its turn: more of it is copied about before it dies.
      maxBytes: 4_194_304,
      maxBytesPerPartition: 1_048_576,
      allowAutoTopicCreation: false,
    });
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => {
      this.assigned = payload.memberAssignment;
      void this.seek();
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && !this.closing) this.failure ??= payload.error;
    });
    this.consumer.on(this.consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      // Batches of control records only never reach `eachBatch`.
      if (payload.batchSize === 0 && payload.firstOffset !== null) void this.passEmpty(payload);
    });
  }

  async start(): Promise<void> {
    for (const [place, next] of await this.options.positions()) this.reached.set(place, next);
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrency ?? 1,
      eachBatch: (payload) => this.each(payload),
    });
  }

  /** From now on every partition is read up to here: the offset of the first record that is not handled. */
  readUpTo(limits: ReadonlyMap<string, number>): void {
    this.limits = limits;
    for (const [place, { topic, partition }] of this.paused) {
      if ((this.reached.get(place) ?? 0) >= (limits.get(place) ?? 0)) continue;
      this.paused.delete(place);
      this.consumer.resume([{ topic, partitions: [partition] }]);
    }
  }

  /** Whether everything up to the limits was handled. @throws what the handler threw, or why the consumer ended */
  get hasReached(): boolean {
    if (this.failure) throw this.failure;
    for (const [place, limit] of this.limits) if ((this.reached.get(place) ?? 0) < limit) return false;
    return true;
  }

  /** Records handled so far, counted by offsets. */
  get handled(): number {
    let sum = 0;
    for (const next of this.reached.values()) sum += next;
    return sum;
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.consumer.disconnect();
  }

  private async each(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const records = batch.messages.map(({ offset, timestamp, key, value, headers }) => ({
      offset: Number(offset),
      timestamp: Number(timestamp),
      key,
      value,
      headers: headers ?? {},
    }));
    const firstOffset = Number(batch.firstOffset() ?? batch.messages[0]?.offset);
    const outcome = await this.pass({
      topic,
      partition,
      fetchedFrom: fetchedFrom(batch),
      firstOffset,
      lastOffset: Number(batch.lastOffset()),
      behind: Number(batch.offsetLag()),
      records,
      heartbeat: () => payload.heartbeat(),
      isCurrent: () => payload.isRunning() && !payload.isStale() && !this.closing,
    });
    if (!outcome) return;
    if ('seek' in outcome) this.consumer.seek({ topic, partition, offset: String(outcome.seek) });
    else if (outcome.next > firstOffset) payload.resolveOffset(String(outcome.next - 1));
  }

  private async passEmpty({
    topic,
    partition,
    firstOffset,
    lastOffset,
  }: {
    topic: string;
    partition: number;
    firstOffset: string | null;
    lastOffset: string;
  }): Promise<void> {
    // prettier-ignore
    await this.pass({
      topic,
      partition,
      fetchedFrom: Number(firstOffset),
      firstOffset: Number(firstOffset),
      lastOffset: Number(lastOffset),
      behind: 0,
      records: [],
      heartbeat: () => Promise.resolve(),
      isCurrent: () => !this.closing,
    });
  }

  private async pass(batch: LogBatch): Promise<BatchOutcome | undefined> {
    if (this.failure || this.closing) return undefined;
    const place = placeOf(batch.topic, batch.partition);
    const limit = this.limits.get(place) ?? 0;
    try {
      let outcome: BatchOutcome | undefined = { next: this.reached.get(place) ?? 0 };
      if (batch.firstOffset < limit) {
        const lastOffset = Math.min(batch.lastOffset, limit - 1);
        const records = lastOffset === batch.lastOffset ? batch.records : batch.records.filter(({ offset }) => offset < limit); // prettier-ignore
        outcome = await this.options.handle({ ...batch, lastOffset, records });
        if (outcome && 'next' in outcome) this.reached.set(place, Math.max(outcome.next, this.reached.get(place) ?? 0));
      }
      if ((this.reached.get(place) ?? 0) >= (this.limits.get(place) ?? 0)) this.wait(batch);
      return outcome;
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
      return undefined;
    }
  }

  private wait({ topic, partition }: LogBatch): void {
    this.paused.set(placeOf(topic, partition), { topic, partition });
    this.consumer.pause([{ topic, partitions: [partition] }]);
  }

  private async seek(): Promise<void> {
    const { assigned } = this;
    try {
      const positions = await this.options.positions();
      if (assigned !== this.assigned || this.closing) return;
      for (const [topic, partitions] of Object.entries(assigned))
        for (const partition of partitions)
          this.consumer.seek({ topic, partition, offset: String(positions.get(placeOf(topic, partition)) ?? 0) });
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }
}
