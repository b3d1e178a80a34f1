import { topics } from '@tq/events';
import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import { changesOf } from './apply-events';
import { FoldProtocol, type FoldStore, type Slice } from './fold-protocol';
import { JoinedBatches } from './joined-batches';
import { advanceOffsets, lockOffsets, noteGap } from './offsets';
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
  /** Hears of each transaction's records after its commit. */
  readonly onFolded?: (read: ReadRecords, records: number) => void;
}

type Locked = Awaited<ReturnType<typeof lockOffsets>>;

/** Folds batches of the log into the projection in Postgres, each record exactly once, by the {@link FoldProtocol}. */
export class BatchFold {
  private readonly joined: JoinedBatches;

  constructor(private readonly options: BatchFoldOptions) {
    const { pool, clock, silent, onFolded } = options;
    const store: FoldStore<Client, Locked, ReadRecords> = {
      transaction: (work) => inTransaction(pool, work),
      lockOffsets,
      noteGap: (client, slice, firstMissing) => noteGap(client, slice, firstMissing, slice.from, clock()),
      write: (client, slices, locked) => this.write(client, slices, locked),
      advance: (client, moves) =>
        advanceOffsets(client, moves.map(({ slice, from }) => ({ ...slice, from })), clock(), silent !== true), // prettier-ignore
    };
    const protocol = new FoldProtocol(store, { onFolded });
    this.joined = new JoinedBatches({
      fold: (batch) => protocol.fold(batch),
      foldTogether: (batches) => protocol.foldTogether(batches),
      mostAtATime: pool.options.max,
      soon: setImmediate,
    });
  }

  /**
   * @returns how far the partition is folded, or where to read first; undefined when the batch is no longer ours
   * @throws what the database throws, and OffsetError; nothing of the slice is then in the database
   */
  fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    return this.joined.fold(batch);
  }

  private async write(client: Client, slices: readonly Slice[], locked: Locked): Promise<ReadRecords> {
    const { timeZone, partitionsOf, clock, silent } = this.options;
    const now = clock();
    const reportsFrom = announcedFrom(locked.reportsFrom);
    const reads = slices.map(({ topic, partition, records }) =>
      readRecords(topic, partition, partitionsOf(topic), records),
    );
    const read = allOf(reads);
    const changes = await changesOf(client, read.events, read.decisions, timeZone);
    await writeChanges(client, changes, reportsFrom, now);
    if (!silent) await writeAnnouncements(client, changes.tutors, reportsFrom, now);
    for (const [i, slice] of slices.entries()) {
      const { deadLetters, misplaced } = reads[i] as ReadRecords;
      await writeDeadLetters(client, slice, deadLetters);
      if (!silent) await forwardDeadLetters(client, slice, deadLetters, topics.deadLetters.name, now);
      await writeMisplaced(client, slice.partition, misplaced);
    }
    await writeFeeds(client, read.events);
    return read;
  }
}

function allOf(reads: readonly ReadRecords[]): ReadRecords {
  return {
    events: reads.flatMap(({ events }) => events),
    decisions: reads.flatMap(({ decisions }) => decisions),
    deadLetters: reads.flatMap(({ deadLetters }) => deadLetters),
    misplaced: reads.flatMap(({ misplaced }) => misplaced),
  };
}
