import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@tq/events';
import { createKafka, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, type Broker } from '@tq/platform/local';
import { createPool, type Pool } from '@tq/platform/postgres';
import { endsOf, freshDatabase } from '@tq/platform/testing';

const topic = topics.sessionEvents.name;

/** An installation as far as a backup goes: a log, a database, scoring. */
export class Installation {
  private readonly children = new Set<ChildProcess>();

  private constructor(
    readonly broker: Broker,
    readonly databaseUrl: string,
    readonly home: string,
    readonly pool: Pool,
  ) {}

  static async on(broker: Broker): Promise<Installation> {
    const databaseUrl = await freshDatabase();
    const home = await mkdtemp(join(tmpdir(), 'tq-backup-'));
    return new Installation(broker, databaseUrl, home, createPool(databaseUrl, { name: 'backup spec' }));
  }

  get kafka() {
    return createKafka({ brokers: [this.broker.address], clientId: 'backup spec' });
  }

  get environment(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { PATH, KAFKA_BROKERS: this.broker.address, DATABASE_URL: this.databaseUrl, TQ_HOME: this.home, LOG_LEVEL: 'error' }; // prettier-ignore
  }

  /** Runs a command of the product to its end. */
  run(...args: string[]): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['dist/apps/cli/main.js', ...args], { env: this.environment });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }

  async startScoring(): Promise<void> {
    const port = await anyFreePort();
    const env = { ...this.environment, SCORING_PORT: String(port) };
    const child = spawn(process.execPath, ['dist/apps/scoring/main.js'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.children.add(child);
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null))?.ok === true);
  }

  async killScoring(): Promise<void> {
    for (const child of this.children) {
      const end = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await end;
      this.children.delete(child);
    }
  }

  async send(...documents: readonly { subject: string }[]): Promise<void> {
    await this.write(documents.map((document) => ({ key: document.subject, value: JSON.stringify(document) })));
  }

  async write(
    messages: readonly { key: string; value: string | Buffer | null; partition?: number }[],
    transactionalId?: string,
  ): Promise<void> {
    // prettier-ignore
    const producer = this.kafka.producer({ idempotent: false, ...(transactionalId === undefined ? {} : { transactionalId }) }); // prettier-ignore
    await producer.connect();
    const placed = messages.map((message) => ({
      ...message,
      partition: message.partition ?? partitionOf(message.key, 12),
    }));
    if (transactionalId === undefined) await producer.send({ topic, acks: -1, messages: placed });
    else {
      const transaction = await producer.transaction();
      await transaction.send({ topic, acks: -1, messages: placed });
      await transaction.commit();
    }
    await producer.disconnect();
  }

  async rows(sql: string): Promise<string[]> {
    return (await this.pool.query<object>(sql)).rows.map((row) => JSON.stringify(row));
  }

  /** Until the cards hold all of the log. */
  async isShown(): Promise<void> {
    const ends = await endsOf(this.kafka, topic);
    await until(async () => {
      const { rows } = await this.pool.query<{ partition: number; next: number }>(
        'SELECT partition, next_offset AS next FROM p1.readings_offset WHERE topic = $1',
        [topic],
      );
      return [...ends].every(([partition, end]) => rows.some((row) => row.partition === partition && row.next >= end));
    });
  }

  announced(): Promise<string[]> {
    return this.rows(`SELECT convert_from(value, 'UTF8')::json->>'id' AS id FROM tq.outbox WHERE topic = 'score-events' AND convert_from(value, 'UTF8')::json->>'id' LIKE 'ended/%' ORDER BY 1`); // prettier-ignore
  }

  async end(): Promise<void> {
    await this.killScoring();
    await this.pool.end();
    await rm(this.home, { recursive: true, force: true });
  }
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('It did not come to hold.');
}
