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
 * of `transaction` leaves nothing behind, unless only the answer to COMMIT was lost.
 */
export interface FoldStore<Tx, Locked extends { readonly next: number }, Written> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** How far the slice's partition is folded; whoever else asks waits until the transaction has ended. */
  lockOffset(tx: Tx, slice: Slice): Promise<Locked>;
  /** Keeps that the offsets [firstMissing, slice.from) hold no record. */
  noteGap(tx: Tx, slice: Slice, firstMissing: number): Promise<void>;
  /** What the slice's records change. */
  write(tx: Tx, slice: Slice, locked: Locked): Promise<Written>;
  /** Moves the partition from `from` on to `slice.to`. @throws where it no longer stands at `from` */
  advance(tx: Tx, slice: Slice, from: number): Promise<void>;
}

export interface FoldProtocolOptions<Written> {
  /** Hears of each slice after its commit. */
  readonly onFolded?: (written: Written, slice: Slice) => void;
  /** The most records of one transaction; 5000 unless told: a fraction of a second, far below a third of the session timeout. */
  readonly largestSlice?: number;
}

/**
 * How batches of the log are folded each record exactly once, whatever happens to whom (reliability.md §3): what a
 * slice changes and how far its partition was folded are committed together, under the lock of the partition's offset.
 * Apart from SQL, so that fold-protocol.sim.spec.ts can take it through every crash, zombie and rebalance.
 */
export class FoldProtocol<Tx, Locked extends { readonly next: number }, Written> {
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
    for (const slice of slicesOf(batch, this.options.largestSlice ?? 5000)) {
      if (!batch.isCurrent()) return outcome;
      outcome = await this.foldSlice(slice);
      if ('seek' in outcome) return outcome;
      await batch.heartbeat();
    }
    return outcome;
  }

  /** Whether the records before the slice are to be asked for first. Where they were, there are none. */
  protected mustReadBefore(slice: Slice, next: number): boolean {
    return slice.askedFrom > next;
  }

  /** What of the slice is not folded yet. */
  protected unfolded(slice: Slice, next: number): Slice {
    return { ...slice, records: slice.records.filter(({ offset }) => offset >= next) };
  }

  private async foldSlice(slice: Slice): Promise<BatchOutcome> {
    const { store } = this;
    let folded: { readonly written: Written } | undefined;
    const outcome = await store.transaction(async (tx): Promise<BatchOutcome> => {
      const locked = await store.lockOffset(tx, slice);
      const { next } = locked;
      if (slice.to <= next) return { next };
      if (this.mustReadBefore(slice, next)) return { seek: next };
      if (slice.from > next) await store.noteGap(tx, slice, next);
      folded = { written: await store.write(tx, this.unfolded(slice, next), locked) };
      await store.advance(tx, slice, next);
      return { next: slice.to };
    });
    if (folded) this.options.onFolded?.(folded.written, slice);
    return outcome;
  }
}

function slicesOf(batch: LogBatch, largestSlice: number): Slice[] {
  const { topic, partition, records } = batch;
  const slices: Slice[] = [];
  for (let i = 0; i < records.length || i === 0; i += largestSlice) {
    const behind = records[i + largestSlice];
    const from = i === 0 ? batch.firstOffset : (records[i]?.offset ?? batch.firstOffset);
    slices.push({
      topic,
      partition,
      askedFrom: i === 0 ? batch.fetchedFrom : from,
      from,
      to: behind ? behind.offset : batch.lastOffset + 1,
      records: records.slice(i, i + largestSlice),
    });
  }
  return slices;
}
