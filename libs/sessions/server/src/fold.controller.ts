import { Controller, Inject, Logger } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@tq/events';
import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { BatchFold } from './fold/batch-fold';
import { foldUntilDone } from './fold/fold-until-done';
import { FoldState } from './fold-state';

/** Hands batches of the log to the fold; where it stands still, that is said, and the same batch is tried again. */
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
    const outcome = await foldUntilDone(batch, {
      fold: async (one) => {
        const outcome = await this.batchFold.fold(one);
        this.state.works(place, one.behind);
        return outcome;
      },
      onError: (error) => {
        this.state.stands(place, error);
        this.logger.error(
          { err: error instanceof Error ? error : new Error(String(error)), place, firstOffset: batch.firstOffset },
          'the fold stands still',
        );
      },
    });
    if (!outcome) this.state.leaves(place);
    return outcome;
  }
}
