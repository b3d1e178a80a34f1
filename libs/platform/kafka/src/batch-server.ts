import { setTimeout as wait } from 'node:timers/promises';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { fetchedFrom } from './fetched-from';
import type { BatchOutcome, LogBatch } from './log-batch';

export interface BatchServerOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  /** Partitions handled at a time; while one waits for the database, another may compute. */
  readonly concurrency?: number;
  /** The most bytes of one fetch, of all partitions: what waits in memory while batches are handled. */
  readonly maxBytes?: number;
  /** The most bytes of one partition in one batch. */
  readonly maxBytesPerPartition?: number;
  /** How far the handler is, for every partition it knows; asked whenever partitions are assigned. */
  readonly positions?: () => Promise<readonly { topic: string; partition: number; next: number }[]>;
  /** The consumer has ended for good: the process must end too, or it stands there and looks healthy. */
  readonly onCrash: (error: Error) => void;
}

const sessionTimeoutMs = 10_000;
const askAgainMs = 1000;
const stuckAfterMs = 30_000;
const commitEveryMs = 1000;

/**
 * Kafka as a Nest transport that hands over whole batches: `@EventPattern(topic)` gets one {@link LogBatch} and answers
 * with a {@link BatchOutcome}. Nest's own Kafka transport knows single messages only.
 * Offsets are the handler's affair (it keeps them with what it writes); those committed to Kafka are for lag tools.
 * A handler must not throw: kafkajs would deliver the batch again for ever.
 */
export class BatchServer extends Server implements CustomTransportStrategy {
  private readonly consumer: Consumer;
  private readonly busy = new Map<string, number>();
  /** Where a batch of control records only sent us back to; kafkajs does not say from where it read such a batch. */
  private readonly emptySought = new Map<string, number>();
  private assigned = new Map<string, readonly number[]>();
  private crashed: Error | undefined;
  private closing = false;
  private readonly uncommitted = new Map<string, { topic: string; partition: number; offset: string }>();
  private committing: NodeJS.Timeout | undefined;

  constructor(private readonly options: BatchServerOptions) {
    super();
    this.consumer = options.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: sessionTimeoutMs,
      // How long others wait for a member that is busy: a slice takes a fraction of it.
      rebalanceTimeout: sessionTimeoutMs,
      heartbeatInterval: 2000,
      maxWaitTimeInMs: 1000,
      maxBytes: options.maxBytes ?? 6_291_456,
      // About 5,000 events: fewer would be more transactions for the same backlog, more would wait too long for a heartbeat.
      maxBytesPerPartition: options.maxBytesPerPartition ?? 2_097_152,
      allowAutoTopicCreation: false,
      // A partition that is added later must be heard of within a minute.
      metadataMaxAge: 60_000,
    });
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => {
      this.assigned = new Map(Object.entries(payload.memberAssignment));
      this.emptySought.clear();
      this.uncommitted.clear();
      void this.seekToPositions(this.assigned);
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (payload.restart || this.closing) return;
      this.crashed = payload.error;
      this.options.onCrash(payload.error);
    });
    this.consumer.on(this.consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) void this.passEmpty(payload);
    });
  }

  /** One sentence when a batch has given no sign of life for half a minute or the consumer is gone; else null. */
  trouble(now: number): string | null {
    if (this.crashed) return `The consumer crashed: ${this.crashed.message}`;
    for (const [place, since] of this.busy)
      if (now - since > stuckAfterMs)
        return `A batch of ${place} has given no sign of life for ${Math.round((now - since) / 1000)} s.`;
    return null;
  }

  /** The partitions of a topic that are this process's now. */
  partitionsOf(topic: string): readonly number[] {
    return this.assigned.get(topic) ?? [];
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.consumer.connect();
      // `fromBeginning: false` would jump over records when an offset is out of range.
      await this.consumer.subscribe({ topics: [...this.messageHandlers.keys()], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.options.concurrency ?? 1,
        eachBatch: (payload) => this.handle(payload),
      });
      callback();
    } catch (error) {
      callback(error);
    }
  }

  async close(): Promise<void> {
    this.closing = true;
    // A broker that is away is not waited for.
    await Promise.race([this.commitAll(), wait(commitEveryMs, undefined, { ref: false })]);
    await this.consumer.disconnect();
  }

  on(event: string): never {
    throw new Error(`This transport has no events (${event}).`);
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const outcome = await this.pass({
      topic,
      partition,
      fetchedFrom: fetchedFrom(batch),
      firstOffset: Number(batch.firstOffset() ?? batch.messages[0]?.offset),
      lastOffset: Number(batch.lastOffset()),
      behind: Number(batch.offsetLag()),
      records: batch.messages.map(({ offset, timestamp, key, value, headers }) => ({
        offset: Number(offset),
        timestamp: Number(timestamp),
        key,
        value,
        headers: headers ?? {},
      })),
      heartbeat: () => payload.heartbeat(),
      isCurrent: () => payload.isRunning() && !payload.isStale(),
    });
    if (!outcome) return;
    if ('seek' in outcome) return this.consumer.seek({ topic, partition, offset: String(outcome.seek) });
    payload.resolveOffset(String(outcome.next - 1));
    this.commit(topic, partition, outcome.next);
  }

  /** Batches of control records only never reach `eachBatch`; the handler's offset must still pass them. */
  private async passEmpty(empty: {
    topic: string;
    partition: number;
    firstOffset: string | null;
    lastOffset: string;
  }): Promise<void> {
    const { topic, partition, lastOffset } = empty;
    const place = `${topic}/${partition}`;
    const firstOffset = Number(empty.firstOffset ?? lastOffset);
    const askedFrom = this.emptySought.get(place) ?? firstOffset;
    this.emptySought.delete(place);
    const outcome = await this.pass({
      topic,
      partition,
      fetchedFrom: askedFrom,
      firstOffset,
      lastOffset: Number(lastOffset),
      behind: 0,
      records: [],
      heartbeat: () => Promise.resolve(),
      isCurrent: () => !this.closing,
    });
    if (!outcome || !('seek' in outcome)) return;
    this.emptySought.set(place, outcome.seek);
    this.consumer.seek({ topic, partition, offset: String(outcome.seek) });
  }

  private async pass(batch: LogBatch): Promise<BatchOutcome | undefined> {
    const handler = this.getHandlerByPattern(batch.topic);
    if (!handler) throw new Error(`Nobody handles ${batch.topic}.`);
    const place = `${batch.topic}/${batch.partition}`;
    let outOfGroup: Error | undefined;
    const heartbeat = async (): Promise<void> => {
      try {
        await batch.heartbeat();
      } catch (error) {
        if (isOutOfGroup(error)) outOfGroup = error;
        throw error;
      }
      this.busy.set(place, Date.now());
    };
    this.busy.set(place, Date.now());
    try {
      const isCurrent = (): boolean => !outOfGroup && batch.isCurrent();
      const result: unknown = await handler({ ...batch, heartbeat, isCurrent });
      const outcome = isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result;
      // Only kafkajs can join again, and only when it is told: a handler that kept this to itself would try for ever.
      if (outOfGroup) throw outOfGroup;
      return outcome as BatchOutcome | undefined;
    } finally {
      this.busy.delete(place);
    }
  }

  /** A database that was emptied or restored is behind what is committed to Kafka: only its own word counts. */
  private async seekToPositions(assigned: ReadonlyMap<string, readonly number[]>): Promise<void> {
    while (!this.closing && this.assigned === assigned) {
      try {
        for (const { topic, partition, next } of (await this.options.positions?.()) ?? [])
          if (assigned.get(topic)?.includes(partition)) this.consumer.seek({ topic, partition, offset: String(next) });
        return;
      } catch (error) {
        this.logger.warn?.(`It is not known where to read on: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      }
    }
  }

  /** Every so often: each commit is a request and a record on the broker, and these are for lag tools only. */
  private commit(topic: string, partition: number, next: number): void {
    this.uncommitted.set(`${topic}/${partition}`, { topic, partition, offset: String(next) });
    this.committing ??= setTimeout(() => void this.commitAll(), commitEveryMs).unref();
  }

  private async commitAll(): Promise<void> {
    clearTimeout(this.committing);
    this.committing = undefined;
    const offsets = [...this.uncommitted.values()];
    this.uncommitted.clear();
    if (offsets.length === 0) return;
    await this.consumer.commitOffsets(offsets).catch((error: unknown) => {
      this.logger.debug?.(`Offsets not committed: ${String(error)}`);
    });
  }
}

/** The group went on without us: it is rebalancing, or we were silent for longer than the session timeout. */
function isOutOfGroup(error: unknown): error is Error {
  const types = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP'];
  return error instanceof Error && types.includes((error as Error & { type?: string }).type ?? '');
}
