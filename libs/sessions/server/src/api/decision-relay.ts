import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { inTransaction, migrate, ReadDatabase } from '@tq/platform/postgres';
import { decisionSteps } from './decision.schema';

/** Where decisions are published; keyed, with `acks=all`. */
export interface DecisionLog {
  send(records: readonly { readonly key: string; readonly value: Buffer }[]): Promise<void>;
}
export const DECISION_LOG = Symbol('coaching-events');

const lookAgainMs = 5000;
const atOnce = 200;

/**
 * Publishes decisions that are not on Kafka yet, oldest first, and marks them. After a crash between the two a decision is
 * published again: its id is the same, so it changes nothing.
 */
@Injectable()
export class DecisionRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('decisions');
  private running: Promise<void> | undefined;
  private wanted = false;
  private timer: NodeJS.Timeout | undefined;
  private hasTables = false;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(DECISION_LOG) private readonly log: DecisionLog,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.trigger(), lookAgainMs);
    this.trigger();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** There may be something to publish. */
  trigger(): void {
    this.wanted = true;
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    try {
      while (this.wanted) {
        this.wanted = false;
        if (!this.hasTables) await migrate(this.database.pool, 'decision', decisionSteps);
        this.hasTables = true;
        while ((await this.publishSome()) === atOnce);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'decisions wait to be published');
    }
  }

  private publishSome(): Promise<number> {
    return inTransaction(this.database.pool, async (client) => {
      // One relay at a time, or decisions of one tutor could overtake each other.
      const { rows: lock } = await client.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtext('decision relay')) AS mine`,
      );
      if (lock[0]?.mine !== true) return 0;
      const { rows } = await client.query<{ seq: number; tutor_id: string; document: object }>(
        `SELECT seq, tutor_id, document FROM decision.decision WHERE published_at IS NULL ORDER BY seq LIMIT ${atOnce}`,
      );
      if (rows.length === 0) return 0;
      await this.log.send(
        rows.map(({ tutor_id, document }) => ({ key: tutor_id, value: Buffer.from(JSON.stringify(document)) })),
      );
      await client.query('UPDATE decision.decision SET published_at = $1 WHERE seq = ANY ($2)', [
        Date.now(),
        rows.map(({ seq }) => seq),
      ]);
      return rows.length;
    });
  }
}
