import { Controller, Inject, Logger } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@tq/events';
import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { BatchFold } from './fold/batch-fold';
import { FoldState } from './fold-state';

const firstPauseMs = 200;
const longestPauseMs = 5000;

/**
 * Hands batches of the log to the fold. What goes wrong here is ours (database, network, a bug), never a record's: the
 * fold stands still, says so, and tries the same batch again.
 */
@Controller()
export class FoldController {
  private readonly logger = new Logger('fold');

  constructor(
    @Inject(BatchFold) private readonly batchFold: BatchFold,
    @Inject(FoldState) private readonly state: FoldState,
  ) {}

  @EventPattern(topics.sessionEvents.name)
  facts(@Payload() batch: LogBatch): Promise<BatchOutcome | undefined> {
    return this.fold(batch);
  }

  @EventPattern(topics.coachingEvents.name)
  decisions(@Payload() batch: LogBatch): Promise<BatchOutcome | undefined> {
    return this.fold(batch);
  }

  private async fold(batch: LogBatch): Promise<BatchOutcome | undefined> {
    const place = `${batch.topic}/${batch.partition}`;
    for (let pauseMs = firstPauseMs; batch.isCurrent(); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        const outcome = await this.batchFold.fold(batch);
        this.state.works(place, batch.behind);
        return outcome;
      } catch (error) {
        // Out of the group: what is committed stays, the rest comes again to whoever has the partition next.
        if (!batch.isCurrent()) break;
        this.state.stands(place, error);
        this.logger.error(
          { err: error instanceof Error ? error : new Error(String(error)), place, firstOffset: batch.firstOffset },
          'the fold stands still',
        );
      }
      await this.wait(pauseMs, batch);
    }
    return undefined;
  }

  /** Stays in the group meanwhile; when the group has moved on, the batch is no longer current and the loop ends. */
  private async wait(pauseMs: number, batch: LogBatch): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await batch.heartbeat().catch(() => undefined);
  }
}
