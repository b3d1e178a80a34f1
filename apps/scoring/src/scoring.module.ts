import { type DynamicModule, Inject, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Health, Metrics } from '@tq/platform/http';
import { BatchFold, FoldController, FoldState } from '@tq/sessions/server';
import type { Parts } from './parts';

const PARTS = Symbol('parts of scoring');

/** What scoring says of itself. */
@Module({})
export class ScoringModule implements OnModuleInit, OnModuleDestroy {
  static with(parts: Parts): DynamicModule {
    return {
      module: ScoringModule,
      controllers: [FoldController],
      providers: [
        { provide: PARTS, useValue: parts },
        { provide: BatchFold, useValue: parts.batchFold },
        { provide: FoldState, useValue: parts.state },
      ],
    };
  }

  constructor(
    @Inject(PARTS) private readonly parts: Parts,
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const { state, batchServer, refreshLoop, relay } = this.parts;
    this.health.add('live', 'consumer', () => batchServer.trouble(Date.now()));
    this.health.add('ready', 'fold', () => state.trouble() ?? state.beginning);
    this.health.add('ready', 'cards', () => refreshLoop.trouble());
    this.health.add('ready', 'outbox', () => relay.trouble());
    const { metrics } = this;
    metrics.gauge('tq_fold_records', 'Records folded since the start.', [], () => state.records);
    metrics.gauge('tq_fold_waiting_records', 'Records that waited behind the last batches.', [], () => state.waiting);
    metrics.gauge('tq_fold_dead_letters', 'Records since the start that were no valid events.', [], () => state.deadLetters); // prettier-ignore
    metrics.gauge('tq_fold_misplaced', 'Records since the start under another key or on another partition than they should be.', [], () => state.misplaced); // prettier-ignore
    metrics.gauge('tq_fold_stopped', '1 while the fold stands still.', [], () => (state.trouble() ? 1 : 0));
  }

  async onModuleDestroy(): Promise<void> {
    // First out of the group, so that its partitions go on elsewhere at once.
    await this.parts.batchServer.close();
    await this.parts.close();
  }
}
