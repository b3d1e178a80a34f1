import { topics } from '@tq/events';
import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import { changesOf } from './apply-events';
import { FoldProtocol, type FoldStore, type Slice } from './fold-protocol';
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

type Locked = Awaited<ReturnType<typeof lockOffset>>;

/** Folds batches of the log into the projection in Postgres, each record exactly once, by the {@link FoldProtocol}. */
export class BatchFold {
  private readonly protocol: FoldProtocol<Client, Locked, ReadRecords>;

  constructor(private readonly options: BatchFoldOptions) {
    const { pool, clock, silent, onFolded } = options;
    const store: FoldStore<Client, Locked, ReadRecords> = {
      transaction: (work) => inTransaction(pool, work),
      lockOffset: (client, { topic, partition }) => lockOffset(client, topic, partition),
      noteGap: (client, slice, firstMissing) => noteGap(client, slice, firstMissing, slice.from, clock()),
      write: (client, slice, locked) => this.write(client, slice, locked),
      advance: (client, slice, from) => advanceOffset(client, slice, from, slice.to, clock(), silent !== true),
    };
    this.protocol = new FoldProtocol(store, {
      onFolded: (read, { records }) => onFolded?.(read, records.length),
    });
  }

  /**
   * @returns how far the partition is folded, or where to read first; undefined when the batch is no longer ours
   * @throws what the database throws, and OffsetError; nothing of the slice is then in the database
   */
  fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    return this.protocol.fold(batch);
  }

  private async write(client: Client, slice: Slice, locked: Locked): Promise<ReadRecords> {
    const { timeZone, partitionsOf, clock, silent } = this.options;
    const now = clock();
    const reportsFrom = announcedFrom(locked.reportsFrom);
    const read = readRecords(slice.topic, slice.partition, partitionsOf(slice.topic), slice.records);
    const changes = await changesOf(client, read.events, read.decisions, timeZone);
    await writeChanges(client, changes, reportsFrom, now);
    if (!silent) await writeAnnouncements(client, changes.tutors, reportsFrom, now);
    await writeDeadLetters(client, slice, read.deadLetters);
    if (!silent) await forwardDeadLetters(client, slice, read.deadLetters, topics.deadLetters.name, now);
    await writeMisplaced(client, slice.partition, read.misplaced);
    await writeFeeds(client, slice.partition, read.events);
    return read;
  }
}
