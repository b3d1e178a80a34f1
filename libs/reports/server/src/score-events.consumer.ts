import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { inTransaction, type Pool } from '@tq/platform/postgres';
import { foldScoreEvents } from './score-events.fold';

export interface ConsumerOptions {
  readonly pool: Pool;
  /** Single session reports for each recipient; 0 = no limit. */
  readonly maxPerHour: number;
  /** Told after each batch that brought something to mail. */
  readonly onItems: () => void;
  readonly log: (level: 'warn' | 'error', message: string, details: object) => void;
}

const firstPauseMs = 200;
const longestPauseMs = 5000;

/** Reads score-events into the mail tables, one transaction for each batch. */
export class ScoreEventsConsumer {
  constructor(private readonly options: ConsumerOptions) {}

  /** Never throws: what fails is ours (database, network), so the batch is tried again for as long as it is ours. */
  async handle(batch: LogBatch): Promise<BatchOutcome | undefined> {
    for (let pauseMs = firstPauseMs; batch.isCurrent(); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await this.fold(batch);
      } catch (error) {
        this.options.log('error', 'the mail tables cannot be written, trying again', { err: error });
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await batch.heartbeat().catch(() => undefined);
    }
    return undefined;
  }

  private async fold(batch: LogBatch): Promise<BatchOutcome> {
    const { pool, maxPerHour, onItems, log } = this.options;
    const seek = await this.gapBefore(batch);
    if (seek !== null) return { seek };
    const folded = await inTransaction(pool, (client) => foldScoreEvents(client, batch, Date.now(), maxPerHour));
    for (const { offset, reasons } of folded.unreadable) {
      log('warn', 'not a score event, passed over', {
        topic: batch.topic,
        partition: batch.partition,
        offset,
        reasons,
      });
    }
    if (folded.items > 0) onItems();
    return { next: folded.next };
  }

  /** Kafka's own offset may be ahead of ours after a database was restored: then we read again from ours. */
  private async gapBefore({ topic, partition, fetchedFrom }: LogBatch): Promise<number | null> {
    const { rows } = await this.options.pool.query<{ next_offset: number }>(
      'SELECT next_offset FROM mail.fold_offset WHERE topic = $1 AND partition = $2',
      [topic, partition],
    );
    const next = rows[0]?.next_offset ?? 0;
    return fetchedFrom > next ? next : null;
  }
}
