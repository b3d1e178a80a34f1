import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { largestSlice } from './fold-protocol';

export interface JoinedBatchesOptions {
  readonly fold: (batch: LogBatch) => Promise<BatchOutcome | undefined>;
  /** In one transaction. */
  readonly foldTogether: (batches: readonly LogBatch[]) => Promise<readonly (BatchOutcome | undefined)[]>;
  /** Transactions at a time. */
  readonly mostAtATime: number;
  /** Calls back once all batches of a fetch are there. */
  readonly soon: (begin: () => void) => void;
}

interface Waiting {
  readonly batch: LogBatch;
  readonly resolve: (outcome: BatchOutcome | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Fewer records are not worth a transaction beside another. */
const leastApart = 500;

/**
 * Folds together what comes together: a transaction costs its statements, however few records are in it, and a fetch of
 * a live stream brings a few of every partition. Of a backlog, transactions beside each other get equal parts.
 */
export class JoinedBatches {
  private waiting: Waiting[] = [];
  private running = 0;
  /** What failed once is tried alone from then on: only what is wrong with it then stands still. */
  private readonly failed = new WeakSet<LogBatch>();

  constructor(private readonly options: JoinedBatchesOptions) {}

  /** @returns what it was told of this batch @throws what the fold threw */
  fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.options.soon(() => this.begin());
    });
  }

  private begin(): void {
    for (let free = this.options.mostAtATime - this.running; free > 0 && this.waiting.length > 0; free--) {
      this.running++;
      void this.run(this.next(free)).finally(() => {
        this.running--;
        this.begin();
      });
    }
  }

  /** The first that waits, and those that go along with it. @param parts so many transactions may begin now */
  private next(parts: number): Waiting[] {
    const all = this.waiting.reduce((sum, { batch }) => sum + batch.records.length, 0);
    const enough = Math.min(largestSlice, Math.max(leastApart, Math.ceil(all / parts)));
    const [first, ...others] = this.waiting as [Waiting, ...Waiting[]];
    const joined = [first];
    const places = new Set([placeOf(first.batch)]);
    let size = first.batch.records.length;
    for (const one of others) {
      if (size >= enough || this.failed.has(first.batch)) break;
      const isTooMuch = size + one.batch.records.length > largestSlice;
      if (isTooMuch || this.failed.has(one.batch) || places.has(placeOf(one.batch))) continue;
      joined.push(one);
      places.add(placeOf(one.batch));
      size += one.batch.records.length;
    }
    this.waiting = this.waiting.filter((one) => !joined.includes(one));
    return joined;
  }

  private async run(joined: readonly Waiting[]): Promise<void> {
    const [first, ...others] = joined.map(({ batch }) => batch) as [LogBatch, ...LogBatch[]];
    try {
      const { fold, foldTogether } = this.options;
      const outcomes = others.length === 0 ? [await fold(first)] : await foldTogether([first, ...others]);
      for (const [i, { resolve }] of joined.entries()) resolve(outcomes[i]);
    } catch (error) {
      for (const { batch, reject } of joined) {
        this.failed.add(batch);
        reject(error);
      }
    }
    // Those that still wait are well: nobody must think that nothing goes on.
    void Promise.allSettled(this.waiting.map(({ batch }) => batch.heartbeat()));
  }
}

const placeOf = ({ topic, partition }: LogBatch): string => `${topic}/${partition}`;
