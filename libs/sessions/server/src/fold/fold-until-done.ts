import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';

const firstPauseMs = 200;
const longestPauseMs = 5000;

export interface FoldingOptions {
  readonly fold: (batch: LogBatch) => Promise<BatchOutcome | undefined>;
  /** Hears of each attempt that failed while the batch was still ours. */
  readonly onError: (error: unknown) => void;
  readonly pause?: (ms: number) => Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Tries a batch until it is folded or no longer ours. What goes wrong here is ours (database, network, a bug), never a
 * record's: the fold stands still and stays in the group meanwhile.
 * @returns undefined when the batch is no longer ours: what is committed stays, the rest comes again to whoever has
 * the partition next
 */
export async function foldUntilDone(
  batch: LogBatch,
  { fold, onError, pause = sleep }: FoldingOptions,
): Promise<BatchOutcome | undefined> {
  for (let pauseMs = firstPauseMs; batch.isCurrent(); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await fold(batch);
    } catch (error) {
      if (!batch.isCurrent()) break;
      onError(error);
    }
    await pause(pauseMs);
    await batch.heartbeat().catch(() => undefined);
  }
  return undefined;
}
