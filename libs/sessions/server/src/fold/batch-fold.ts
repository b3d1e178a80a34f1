import { topics } from '@tq/events';
import type { BatchOutcome, LogBatch, LogRecord } from '@tq/platform/kafka';
import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import { changesOf } from './apply-events';
import { advanceOffset, lockOffset, noteGap } from './offsets';
import { readRecords, type ReadRecords } from './records';
import { announcedFrom, writeAnnouncements } from './write-announcements';
import { writeChanges } from './write-changes';
import { forwardDeadLetters, writeDeadLetters, writeFeeds, writeMisplaced } from './write-oddities';

export interface BatchFoldOptions {
  /** Connections whose search path is the projection's schema. */
  readonly pool: Pool;
  readonly timeZone: string;
  /** How many partitions a topic has. */
  readonly partitionsOf: (topic: string) => number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** A version that is being rebuilt: nothing is announced, nothing goes to the outbox. */
  readonly silent?: boolean;
  /** Hears of each run of records after its commit. */
  readonly onFolded?: (read: ReadRecords, records: number) => void;
}

/** Records [from, to) of one partition, all that a reader is given of them. */
interface Slice {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly records: readonly LogRecord[];
}

/** When a slice is folded, and from when on sessions are announced: epoch milliseconds. */
interface Moment {
  readonly now: number;
  readonly reportsFrom: number;
}

/** A transaction of this many records takes a fraction of a second, far below a third of the session timeout. */
const largestSlice = 5000;

/**
 * Folds batches of the log into the projection, each record exactly once: what a batch changes and how far its
 * partition was folded are committed together, under the lock of the partition's offset.
 */
export class BatchFold {
  /** Where a partition was sent back to because its next records were missing. */
  private readonly sought = new Map<string, number>();

  constructor(private readonly options: BatchFoldOptions) {}

  /**
   * @returns how far the partition is folded, or where to read first; undefined when the batch is no longer ours
   * @throws what the database throws, and OffsetError; nothing of the slice is then in the database
   */
  async fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    let outcome: BatchOutcome | undefined;
    for (const slice of slicesOf(batch)) {
      if (!batch.isCurrent()) return outcome;
      outcome = await this.foldSlice(slice);
      if ('seek' in outcome) return outcome;
      await batch.heartbeat();
    }
    return outcome;
  }

  private async foldSlice(slice: Slice): Promise<BatchOutcome> {
    const place = `${slice.topic}/${slice.partition}`;
    let read: ReadRecords | undefined;
    const outcome = await inTransaction(this.options.pool, async (client): Promise<BatchOutcome> => {
      const { next, reportsFrom } = await lockOffset(client, slice.topic, slice.partition);
      if (slice.to <= next) return { next };
      if (slice.from > next && this.sought.get(place) !== next) {
        this.sought.set(place, next);
        return { seek: next };
      }
      const now = this.options.clock();
      if (slice.from > next) await noteGap(client, slice, next, slice.from, now);
      const records = slice.records.filter(({ offset }) => offset >= next);
      read = readRecords(slice.topic, slice.partition, this.options.partitionsOf(slice.topic), records);
      await this.write(client, slice, read, { now, reportsFrom: announcedFrom(reportsFrom) });
      await advanceOffset(client, slice, next, slice.to, now, this.options.silent !== true);
      return { next: slice.to };
    });
    if (read) {
      this.sought.delete(place);
      this.options.onFolded?.(read, slice.records.length);
    }
    return outcome;
  }

  private async write(client: Client, slice: Slice, read: ReadRecords, at: Moment): Promise<void> {
    const { now, reportsFrom } = at;
    const changes = await changesOf(client, read.events, read.decisions, this.options.timeZone);
    await writeChanges(client, changes, reportsFrom, now);
    if (!this.options.silent) await writeAnnouncements(client, changes.tutors, reportsFrom, now);
    await writeDeadLetters(client, slice, read.deadLetters);
    if (!this.options.silent) await forwardDeadLetters(client, slice, read.deadLetters, topics.deadLetters.name, now);
    await writeMisplaced(client, slice.partition, read.misplaced);
    await writeFeeds(client, slice.partition, read.events);
  }
}

function slicesOf(batch: LogBatch): Slice[] {
  const { topic, partition, records } = batch;
  const slices: Slice[] = [];
  for (let i = 0; i < records.length || i === 0; i += largestSlice) {
    const behind = records[i + largestSlice];
    slices.push({
      topic,
      partition,
      from: i === 0 ? batch.firstOffset : (records[i]?.offset ?? batch.firstOffset),
      to: behind ? behind.offset : batch.lastOffset + 1,
      records: records.slice(i, i + largestSlice),
    });
  }
  return slices;
}
