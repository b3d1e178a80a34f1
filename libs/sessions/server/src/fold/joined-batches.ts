import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { largestSlice } from './fold-protocol';

export interface JoinedBatchesOptions {
  readonly fold: (batch: LogBatch) => Promise<BatchOutcome | undefined>;
  /** In one transaction. */
  readonly foldTogether: (batches: readonly LogBatch[]) => Promise<readonly (BatchOutcome | undefined)[]>;
  /** Transactions at a time. */
  readonly mostAtATime: number;
}

interface Waiting {
  readonly batch: LogBatch;
  readonly resolve: (outcome: BatchOutcome | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** So many records that wait are worth a transaction beside the one that runs. */
const worthAnother = 500;

/**
 * Folds together what comes together: a transaction costs its statements, however few records are in it, and a live
 * stream brings a few of every partition. What comes while one runs is in the next.
 */
export class JoinedBatches {
  private waiting: Waiting[] = [];
  private running = 0;
  /** What failed once is tried alone from then on: what one of them fails at must not hold up the others. */
  private readonly failed = new WeakSet<LogBatch>();

  constructor(private readonly options: JoinedBatchesOptions) {}

  /** @returns what it was told of this batch @throws what the fold threw */
  fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      setImmediate(() => this.begin()); // The others of one fetch are there by then.
    });
  }

  private begin(): void {
    while (this.waiting.length > 0 && this.running < this.options.mostAtATime) {
      if (this.running > 0 && sizeOf(this.waiting) < worthAnother) return;
      this.running++;
      void this.run(this.next()).finally(() => {
        this.running--;
        this.begin();
      });
    }
  }

  /** The first that waits, and all that go along with it into one transaction. */
  private next(): Waiting[] {
    const [first, ...others] = this.waiting as [Waiting, ...Waiting[]];
    const joined = [first];
    const places = new Set([placeOf(first.batch)]);
    let size = first.batch.records.length;
    for (const one of others) {
      if (this.failed.has(first.batch) || this.failed.has(one.batch)) continue;
      if (size + one.batch.records.length > largestSlice || places.has(placeOf(one.batch))) continue;
      joined.push(one);
      places.add(placeOf(one.batch));
      size += one.batch.records.length;
    }
    this.waiting = this.waiting.filter((one) => !joined.includes(one));
    return joined;
  }

  private async run(joined: readonly Waiting[]): Promise<void> {
    try {
      const batches = joined.map(({ batch }) => batch);
      const outcomes =
        batches.length === 1
          ? [await this.options.fold(batches[0] as LogBatch)]
          : await this.options.foldTogether(batches);
      for (const [i, { resolve }] of joined.entries()) resolve(outcomes[i]);
    } catch (error) {
      for (const { batch, reject } of joined) {
        this.failed.add(batch);
        reject(error);
      }
    }
    // Those that wait are well: others must not think that nothing goes on.
    void Promise.allSettled(this.waiting.map(({ batch }) => batch.heartbeat()));
  }
}

const placeOf = ({ topic, partition }: LogBatch): string => `${topic}/${partition}`;

const sizeOf = (waiting: readonly Waiting[]): number =>
  waiting.reduce((sum, { batch }) => sum + batch.records.length, 0);
