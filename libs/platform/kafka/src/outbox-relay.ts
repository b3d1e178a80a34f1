import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import { Partitioners, type Kafka, type Producer } from 'kafkajs';

export interface OutboxRelayOptions {
  readonly pool: Pool;
  /** The schema with the table `outbox(id, topic, key, value, headers, created_at, done_at)`. */
  readonly schema: string;
  readonly kafka: Kafka;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly onError?: (error: unknown) => void;
}

interface Row {
  id: number;
  topic: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, string>;
}

const rowsAtATime = 500;
/** A partition's records of one request must fit into max.message.bytes, a megabyte unless a topic says otherwise. */
const bytesAtATime = 700_000;
const lookAgainMs = 5000;
const longestPauseMs = 5000;
const keptForMs = 2 * 86_400_000;
const forgetEveryMs = 3_600_000;

/**
 * Publishes the rows of an outbox and marks each done. It asks for the rows that are not done, never for those behind
 * a number: a row with a low number may be committed late. At least once: between the send and the mark a crash sends again.
 */
export class OutboxRelay {
  private producer: Producer | undefined;
  private running: Promise<void> | undefined;
  private wanted = false;
  private closed = false;
  private failures = 0;
  private forgotAt = 0;
  private lastError: Error | undefined;
  private pause: NodeJS.Timeout | undefined;
  private readonly ticker: NodeJS.Timeout;

  constructor(private readonly options: OutboxRelayOptions) {
    this.ticker = setInterval(() => this.trigger(), lookAgainMs);
    this.trigger();
  }

  /** Rows were committed: publish them now. */
  trigger(): void {
    this.wanted = true;
    if (this.running || this.pause || this.closed) return;
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (this.wanted) this.trigger();
    });
  }

  /** One sentence where the last attempt failed, else null. */
  trouble(): string | null {
    return this.lastError ? `The outbox cannot be published: ${this.lastError.message}` : null;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.ticker);
    clearTimeout(this.pause);
    await this.running;
    await this.producer?.disconnect();
  }

  private async run(): Promise<void> {
    this.wanted = false;
    try {
      while (!this.closed && (await this.publishSome()) > 0);
      this.failures = 0;
      this.lastError = undefined;
    } catch (error) {
      this.lastError = error instanceof Error ? error : new Error(String(error));
      this.options.onError?.(error);
      this.pause = setTimeout(
        () => {
          this.pause = undefined;
          this.trigger();
        },
        Math.min(200 * 2 ** this.failures++, longestPauseMs),
      );
    }
  }

  /** The rows stay locked while they are sent, so that of several relays one sends them. */
  private async publishSome(): Promise<number> {
    const { pool, schema, clock } = this.options;
    return inTransaction(pool, async (client) => {
      const { rows } = await client.query<Row>({
        name: `outbox ${schema}`,
        text: `SELECT id, topic, key, value, headers FROM ${schema}.outbox WHERE done_at IS NULL
               ORDER BY id LIMIT ${rowsAtATime} FOR UPDATE SKIP LOCKED`,
      });
      if (rows.length === 0) return 0;
      for (const some of piecesOf(rows)) await this.send(some);
      const now = clock();
      await client.query(`UPDATE ${schema}.outbox SET done_at = $1 WHERE id = ANY ($2)`, [
        now,
        rows.map(({ id }) => id),
      ]);
      await this.forgetOld(client, now);
      return rows.length;
    });
  }

  private async forgetOld(client: Client, now: number): Promise<void> {
    if (now - this.forgotAt < forgetEveryMs) return;
    this.forgotAt = now;
    await client.query(`DELETE FROM ${this.options.schema}.outbox WHERE done_at < $1`, [now - keptForMs]);
  }

  /** A record that the broker finds too large alone will never fit: it stays in the database, and is said. */
  private async send(rows: readonly Row[]): Promise<void> {
    try {
      await this.sendTogether(rows);
    } catch (error) {
      if (rows.length > 1 || !isTooLarge(error)) throw error;
      this.options.onError?.(
        new Error(`A record of ${rows[0]?.topic} is larger than the topic takes; it is not published.`),
      );
    }
  }

  private async sendTogether(rows: readonly Row[]): Promise<void> {
    const producer = await this.connected();
    const topicMessages = [...Map.groupBy(rows, ({ topic }) => topic)].map(([topic, of]) => ({
      topic,
      messages: of.map(({ key, value, headers }) => ({ key, value, headers })),
    }));
    await producer.sendBatch({ acks: -1, topicMessages });
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    // Never `idempotent: true`: kafkajs then loses records that the broker acknowledged.
    const producer = this.options.kafka.producer({
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    try {
      await producer.connect();
    } catch (error) {
      // What it had opened by then would stay open beside the next one's.
      void producer.disconnect().catch(() => undefined);
      throw error;
    }
    this.producer = producer;
    return producer;
  }
}

/** Runs of rows that fit into one request; a large one stands alone. */
function piecesOf(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const size = (row.value?.length ?? 0) + (row.key?.length ?? 0) + JSON.stringify(row.headers).length + 100;
    if (bytes + size > bytesAtATime) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(row);
    bytes += size;
  }
  return pieces;
}

function isTooLarge(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('type' in cause && cause.type === 'MESSAGE_TOO_LARGE') return true;
  return false;
}
