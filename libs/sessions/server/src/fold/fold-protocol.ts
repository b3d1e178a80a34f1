import type { BatchOutcome, LogBatch, LogRecord } from '@tq/platform/kafka';

/** Records [from, to) of one partition, all that a reader is given of them. */
export interface Slice {
  readonly topic: string;
  readonly partition: number;
  /** Between `askedFrom` and `from` the broker has nothing: it was asked for it. */
  readonly askedFrom: number;
  readonly from: number;
  readonly to: number;
  readonly records: readonly LogRecord[];
}

/**
 * What the protocol asks of a database. All that is done with one `Tx` is committed together or not at all; an error
 * of `transaction` leaves nothing behind, unless only the answer to COMMIT was lost. Slices are of different partitions.
 */
export interface FoldStore<Tx, Locked extends { readonly next: readonly number[] }, Written> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** How far each slice's partition is folded; whoever else asks for one of them waits until the transaction has ended. */
  lockOffsets(tx: Tx, slices: readonly Slice[]): Promise<Locked>;
  /** Keeps that the offsets [firstMissing, slice.from) hold no record. */
  noteGap(tx: Tx, slice: Slice, firstMissing: number): Promise<void>;
  /** What the slices' records change. */
  write(tx: Tx, slices: readonly Slice[], locked: Locked): Promise<Written>;
  /** Moves each partition from `from` on to `slice.to`. @throws where one no longer stands at its `from` */
  advance(tx: Tx, moves: readonly Move[]): Promise<void>;
}

export interface Move {
  readonly slice: Slice;
  readonly from: number;
}

export interface FoldProtocolOptions<Written> {
  /** Hears of each transaction after its commit. */
  readonly onFolded?: ((written: Written, records: number) => void) | undefined;
  /** The most records of one transaction; {@link largestSlice} unless told. */
  readonly largestSlice?: number;
}

/** Records of one transaction: a fraction of a second, far below a third of the session timeout. */
export const largestSlice = 5000;

/**
 * How batches of the log are folded each record exactly once, whatever happens to whom (reliability.md §3): what a
 * slice changes and how far its partition was folded are committed together, under the lock of the partition's offset.
 * Apart from SQL, so that fold-protocol.sim.spec.ts can take it through every crash, zombie and rebalance.
 */
export class FoldProtocol<Tx, Locked extends { readonly next: readonly number[] }, Written> {
  constructor(
    private readonly store: FoldStore<Tx, Locked, Written>,
    private readonly options: FoldProtocolOptions<Written> = {},
  ) {}

  /**
   * @returns how far the partition is folded, or where to read first; undefined when the batch is no longer ours
   * @throws what the store throws; nothing of the slice is then in the database
   */
  async fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    let outcome: BatchOutcome | undefined;
    for (const slice of slicesOf(batch, this.options.largestSlice ?? largestSlice)) {
      if (!batch.isCurrent()) return outcome;
      [outcome] = (await this.foldSlices([slice])) as [BatchOutcome];
      if ('seek' in outcome) return outcome;
      await signOfLife(batch);
    }
    return outcome;
  }

  /**
   * The same for batches of different partitions in one transaction, which costs hardly more than that of one of them.
   * @param batches with no more records than one slice may have, all together
   * @returns their outcomes, in their order
   */
  async foldTogether(batches: readonly LogBatch[]): Promise<(BatchOutcome | undefined)[]> {
    const ours = batches.filter((batch) => batch.isCurrent());
    const outcomes = ours.length === 0 ? [] : await this.foldSlices(ours.map(sliceOf));
    await Promise.all(ours.map(signOfLife));
    const known = new Map(ours.map((batch, i) => [batch, outcomes[i]]));
    return batches.map((batch) => known.get(batch));
  }

  /** Whether the records before the slice are to be asked for first. Where they were, there are none. */
  protected mustReadBefore(slice: Slice, next: number): boolean {
    return slice.askedFrom > next;
  }

  /** What of the slice is not folded yet. */
  protected unfolded(slice: Slice, next: number): Slice {
    return { ...slice, records: slice.records.filter(({ offset }) => offset >= next) };
  }

  private async foldSlices(slices: readonly Slice[]): Promise<BatchOutcome[]> {
    const { store } = this;
    let folded: { readonly written: Written; readonly records: number } | undefined;
    const outcomes = await store.transaction(async (tx): Promise<BatchOutcome[]> => {
      const locked = await store.lockOffsets(tx, slices);
      const moves: Move[] = [];
      const outcomes = slices.map((slice, i): BatchOutcome => {
        const from = locked.next[i] as number;
        if (slice.to <= from) return { next: from };
        if (this.mustReadBefore(slice, from)) return { seek: from };
        moves.push({ slice, from });
        return { next: slice.to };
      });
      if (moves.length === 0) return outcomes;
      for (const { slice, from } of moves) if (slice.from > from) await store.noteGap(tx, slice, from);
      const unfolded = moves.map(({ slice, from }) => this.unfolded(slice, from));
      const written = await store.write(tx, unfolded, locked);
      folded = { written, records: unfolded.reduce((sum, { records }) => sum + records.length, 0) };
      await store.advance(tx, moves);
      return outcomes;
    });
    if (folded) this.options.onFolded?.(folded.written, folded.records);
    return outcomes;
  }
}

/** What is committed is folded, whether the group still hears of us or not; `isCurrent` says whether the rest is ours. */
async function signOfLife(batch: LogBatch): Promise<void> {
  await batch.heartbeat().catch(() => undefined);
}

function slicesOf(batch: LogBatch, largest: number): Slice[] {
  const { records } = batch;
  if (records.length <= largest) return [sliceOf(batch)];
  const { topic, partition } = batch;
  const slices: Slice[] = [];
  for (let i = 0; i < records.length; i += largest) {
    const behind = records[i + largest];
    const from = i === 0 ? batch.firstOffset : (records[i]?.offset ?? batch.firstOffset);
    slices.push({
      topic,
      partition,
      askedFrom: i === 0 ? batch.fetchedFrom : from,
      from,
      to: behind ? behind.offset : batch.lastOffset + 1,
      records: records.slice(i, i + largest),
    });
  }
  return slices;
}

function sliceOf({ topic, partition, fetchedFrom, firstOffset, lastOffset, records }: LogBatch): Slice {
  return { topic, partition, askedFrom: fetchedFrom, from: firstOffset, to: lastOffset + 1, records };
}
