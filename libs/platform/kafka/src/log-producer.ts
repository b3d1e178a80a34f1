import kafkajs, { type Producer } from 'kafkajs';
import { createKafka, type KafkaOptions } from './client';
import { SendQueue, type OutgoingRecord } from './send-queue';

export type { OutgoingRecord } from './send-queue';

const { Partitioners } = kafkajs;

/** What was to be sent is not known to be on the log: the broker did not acknowledge it in time. Part of it may be there. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

export interface LogProducerOptions extends KafkaOptions {
  readonly topic: string;
  /** How long `send` waits for the broker before it gives up, in milliseconds; 1300 unless told. */
  readonly deadlineMs?: number;
}

/**
 * Not idempotent: kafkajs loses acknowledged records when it is (its sequence numbers are used again after an error, and
 * the broker takes the new record for a double). Doubles are removed downstream instead. log-producer.int.spec.ts holds this.
 */
export const producerConfig = {
  idempotent: false,
  allowAutoTopicCreation: false,
  createPartitioner: Partitioners.DefaultPartitioner,
  retry: { retries: 0 },
} as const;

const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
const largestWaitingBytes = 64 * 1024 * 1024;
// Below Kafka's standard `message.max.bytes` of 1,048,588, even where all records of a send fall into one partition.
const largestSendBytes = 950_000;
const largestSendRecords = 5_000;

/**
 * Puts events on a topic, keyed by subject, and answers only when they are there (`acks=all`).
 * Requests that come while a send is under way leave together in the next one: one send in flight, no lingering.
 * Nothing outlives its deadline: what could not be sent is refused, never kept for later.
 */
export class LogProducer {
  private readonly queue = new SendQueue(largestWaitingBytes);
  private readonly deadlineMs: number;
  private producer: Producer | undefined;
  private opening: Promise<Producer> | undefined;
  private running: Promise<void> | undefined;
  private closed = false;
  /** After a failure requests are tried one by one, so that one that the broker refuses fails alone. */
  private oneByOne = false;
  private failures = 0;

  constructor(private readonly options: LogProducerOptions) {
    this.deadlineMs = options.deadlineMs ?? 1300;
  }

  /** Whether the last contact with the broker went well. */
  get isConnected(): boolean {
    return this.producer !== undefined;
  }

  /** Opens the connection where there is none: ahead of the first record, or to find out whether the broker is back. */
  async connect(): Promise<void> {
    if (!this.producer && !this.running && !this.closed) await this.open();
  }

  /**
   * @returns once every record is on the log with `acks=all`
   * @throws LogUnavailable when that is not known within the deadline, or where too much is waiting already
   */
  send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.closed) return Promise.reject(new LogUnavailable('The producer is closed.'));
    const done = this.queue.add(records, this.deadlineMs, (why) => new LogUnavailable(why));
    this.running ??= this.run();
    return done;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.running;
    await this.opening?.catch(() => undefined);
    await this.discard();
  }

  private async run(): Promise<void> {
    while (!this.queue.isEmpty) await this.sendNext();
    // In the same breath as the look at the queue: whoever sends next, even at once, must start it again.
    this.running = undefined;
  }

  private async sendNext(): Promise<void> {
    const batch = this.queue.take(largestSendBytes, largestSendRecords, this.oneByOne ? 1 : Infinity);
    try {
      const producer = this.producer ?? (await this.open());
      await producer.send({
        topic: this.options.topic,
        acks: -1,
        messages: batch.records.map(({ key, value }) => ({ key, value: asBuffer(value), headers })),
      });
      batch.acknowledged();
      this.oneByOne = false;
      this.failures = 0;
    } catch (error) {
      this.oneByOne = true;
      this.options.log?.('warn', 'A send failed.', { error: String(error), waiting: this.queue.requests });
      await this.discard();
      await pause(Math.min(50 * 2 ** this.failures++, 500));
    }
  }

  private open(): Promise<Producer> {
    return (this.opening ??= this.openNew().finally(() => (this.opening = undefined)));
  }

  /** A new client after every failure: nothing of a half-dead connection is left, and the metadata is fresh. */
  private async openNew(): Promise<Producer> {
    const { brokers, clientId, log } = this.options;
    const patience = { connectionTimeoutMs: 1500, requestTimeoutMs: 3000, retries: 0 };
    const producer = createKafka({ brokers, clientId, ...(log ? { log } : {}), ...patience }).producer(producerConfig);
    try {
      await producer.connect();
    } catch (error) {
      void producer.disconnect().catch(() => undefined);
      throw error;
    }
    return (this.producer = producer);
  }

  private async discard(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    // A paused broker would keep it waiting: only an orderly end waits, and not for long.
    const gone = producer?.disconnect().catch(() => undefined);
    if (this.closed) await Promise.race([gone, pause(1000)]);
  }
}

/** The same bytes: kafkajs writes nothing but Buffers. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
