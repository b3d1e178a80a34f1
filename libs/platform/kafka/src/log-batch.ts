import type { IHeaders } from 'kafkajs';

/** One record of the log, at its place. */
export interface LogRecord {
  readonly offset: number;
  /** Epoch milliseconds, by the broker's clock (LogAppendTime). */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** What one fetch brought of one partition. */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  /** The offset that the broker was asked for; what it gave begins there, or after a gap that holds no record. */
  readonly fetchedFrom: number;
  /** First and last offset that the broker gave, control records included. */
  readonly firstOffset: number;
  readonly lastOffset: number;
  /** Records behind this batch that wait on the broker. */
  readonly behind: number;
  readonly records: readonly LogRecord[];
  /** To be called at least every few seconds; throws when the partition is no longer ours. */
  heartbeat(): Promise<void>;
  /** False once the consumer stops or was sent elsewhere: what is unfinished then is somebody else's. */
  isCurrent(): boolean;
}

/** What a handler did with a batch: it holds everything up to `next`, or it wants to read from `seek` first. */
export type BatchOutcome = { readonly next: number } | { readonly seek: number };
