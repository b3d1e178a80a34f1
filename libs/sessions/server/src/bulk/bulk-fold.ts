import { randomUUID } from 'node:crypto';
import type { BatchOutcome, LogBatch, LogRecord } from '@tq/platform/kafka';
import { inTransaction, type Client } from '@tq/platform/postgres';
import { BatchFold, type BatchFoldOptions } from '../fold/batch-fold';
import { foldPositions, noteGap, OffsetError } from '../fold/offsets';
import { bucketOfRecord } from './bucket-of';
import { beginAnew, bulkState, dropIndexes } from './bulk-tables';
import { foldBuckets, type GroupSizes } from './fold-buckets';
import { Spill, type SpillSizes } from './spill';

export interface BulkFoldOptions extends Omit<BatchFoldOptions, 'silent' | 'onFolded'> {
  /** A folder for what must be put by, about as large as the log, nobody else's, kept over a kill. */
  readonly dir: string;
  /**
   * A transaction that holds all offsets of the version locked, for a version that others may fold too. It is asked for
   * when the fold ends, which it does; whoever began it commits it after {@link BulkFold.flush}.
   */
  readonly holder?: () => Promise<Client>;
  /** A script for a second thread, which calls `serveFolds`; without it this one does it alone. */
  readonly thread?: URL | undefined;
  /** For tests. */
  readonly sizes?: BulkSizes;
  /** Called now and then while much is done. */
  readonly onProgress?: (progress: BulkProgress) => void;
}

/** How much of the log was read, and how much of that is in the tables. Records. */
export interface BulkProgress {
  readonly read: number;
  readonly folded: number;
}

export type BulkSizes = SpillSizes & GroupSizes;

const usualSizes: BulkSizes = {
  // Enough that one of them is small (a thousandth of the log), few enough that their blocks are not.
  buckets: 1024,
  checkpointRecords: 400_000,
  mostOfGroup: 30_000,
  mostOfBucket: 120_000,
};

/**
 * The fold of a whole log into an empty version that nobody reads yet, several times as fast as {@link BatchFold}, with
 * the same rows. What is shown depends on the set of facts only, so their order need not be kept: records are first put
 * by, sorted by tutor into buckets, and then each tutor is folded once, with all that was ever said of them, and
 * written once, with COPY. Nothing that was written is read again.
 * Exactly once: a bucket's rows and the note that it is done are committed together, and the offsets with the last of
 * them. Until then the version's offsets are those of its beginning, and {@link positions} says where to read on.
 * Whatever comes after {@link flush} goes the ordinary way. Silent: nothing is announced.
 */
export class BulkFold {
  private readonly ordinary: BatchFold;
  private folded = 0;

  private constructor(
    private readonly options: BulkFoldOptions,
    private readonly owner: string,
    private readonly places: ReadonlySet<string>,
    /** Gone once everything that was put by is in the tables. */
    private spill: Spill | undefined,
  ) {
    this.ordinary = new BatchFold({ ...options, silent: true });
  }

  /**
   * Begins, or goes on where a process that was killed was. Offsets of all partitions must be there already.
   * @throws what the database or the disk says
   */
  static async open(options: BulkFoldOptions): Promise<BulkFold> {
    const { pool, dir, holder } = options;
    const owner = randomUUID();
    const state = await bulkState(pool, owner, holder !== undefined);
    const places = new Set((await foldPositions(pool)).map(({ topic, partition }) => `${topic}/${partition}`));
    if (!state) return new BulkFold(options, owner, places, undefined);
    const sizes = options.sizes ?? usualSizes;
    await dropIndexes(pool);
    const { spill, isResumed } = await Spill.at(dir, state.token, sizes);
    if (isResumed) return new BulkFold(options, owner, places, spill);
    await spill.close();
    await beginAnew(pool, owner);
    return new BulkFold(options, owner, places, (await Spill.at(dir, owner, sizes)).spill);
  }

  get progress(): BulkProgress {
    return { read: this.spill?.records ?? this.folded, folded: this.folded };
  }

  /** Where to read on, for every partition that the version knows. */
  async positions(): Promise<{ topic: string; partition: number; next: number }[]> {
    const { spill } = this;
    const known = await foldPositions(this.options.pool);
    return spill
      ? known.map(({ topic, partition }) => ({ topic, partition, next: spill.nextOf(topic, partition) }))
      : known;
  }

  /**
   * @returns how far the partition was taken, or where to read first
   * @throws OffsetError for a partition without offset; what the disk or the database says
   */
  async fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    const { spill } = this;
    if (!spill) return this.ordinary.fold(batch);
    const { topic, partition } = batch;
    const place = `${topic}/${partition}`;
    if (!this.places.has(place)) throw new OffsetError(`The offset of ${place} is missing from fold_offset.`);
    await spill.ready();
    const next = spill.nextOf(topic, partition);
    if (batch.lastOffset < next) return { next };
    if (batch.fetchedFrom > next) return { seek: next };
    this.putBy(spill, topic, partition, batch.records, next);
    spill.advance(topic, partition, batch.lastOffset + 1);
    if (batch.firstOffset > next) await this.noteGap(topic, partition, next, batch.firstOffset);
    this.options.onProgress?.(this.progress);
    return { next: batch.lastOffset + 1 };
  }

  /**
   * Brings all that was put by into the tables; then the version's offsets are where the log was read to.
   * After an error, or when `isCurrent` says no, what is done stays done: the next call goes on.
   * @throws what the database or the disk says
   */
  async flush(isCurrent: () => boolean = () => true): Promise<void> {
    const { spill, options, owner } = this;
    if (!spill) return;
    await spill.ready();
    await spill.checkpoint();
    const isDone = await foldBuckets({
      ...options,
      partitions: this.partitions(),
      sizes: options.sizes ?? usualSizes,
      owner,
      spill,
      isCurrent,
      onFolded: (folded) => {
        this.folded = folded;
        options.onProgress?.(this.progress);
      },
    });
    if (!isDone) return;
    this.folded = spill.records;
    this.spill = undefined;
    await spill.close();
    await spill.remove();
  }

  /** Ends without finishing: a later {@link open} goes on. */
  async close(): Promise<void> {
    const { spill } = this;
    if (!spill) return;
    this.spill = undefined;
    await spill.checkpoint();
    await spill.close();
  }

  private putBy(spill: Spill, topic: string, partition: number, records: readonly LogRecord[], from: number): void {
    for (const record of records)
      if (record.offset >= from)
        spill.add(bucketOfRecord(record.key, record.value, spill.buckets), topic, partition, record);
  }

  private partitions(): Record<string, number> {
    const topics = new Set([...this.places].map((place) => place.slice(0, place.lastIndexOf('/'))));
    return Object.fromEntries([...topics].map((topic) => [topic, this.options.partitionsOf(topic)]));
  }

  private async noteGap(topic: string, partition: number, firstMissing: number, found: number): Promise<void> {
    const now = this.options.clock();
    const note = (client: Client): Promise<void> => noteGap(client, { topic, partition }, firstMissing, found, now);
    await inTransaction(this.options.pool, note);
  }
}
