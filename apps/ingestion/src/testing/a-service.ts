import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@tq/events';
import { startService, type RunningService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import kafkajs from 'kafkajs';
import { doors, IngestionModule } from '../ingestion.module';

export const event = 'application/cloudevents+json';
export const batch = 'application/cloudevents-batch+json';
export const apiKey = 'a-key-of-the-environment';
export const webhookSecret = `whsec_${Buffer.from('a secret of the environment').toString('base64')}`;

/** A departed tutor: the smallest fact there is. `changes` replace attributes. */
export const fact = (changes: object = {}) => ({
  specversion: '1.0',
  source: '/specs/ingestion',
  subject: 'tutor-1',
  id: randomUUID(),
  type: 'tutoring.tutor.departed.v1',
  time: '2026-03-02T16:00:00Z',
  data: { reason: 'other' },
  ...changes,
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly accepted?: number; readonly errors?: { index: number; pointer: string; detail: string }[] };
}

export interface Service {
  readonly base: string;
  readonly home: string;
  readonly app: RunningService['app'];
  /** With the key of the environment, unless `headers` say otherwise. */
  post(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<Answer>;
  /** Once the service says that it is. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** The service itself, in this process, on a free port, against real servers. */
export async function aService(environment: Record<string, string>, secrets?: object): Promise<Service> {
  const home = await mkdtemp(join(tmpdir(), 'ingestion-'));
  if (secrets) await writeFile(join(home, 'secrets.json'), JSON.stringify(secrets));
  const settings = {
    ...readSettings({
      INGEST_API_KEYS: apiKey,
      RAILS_WEBHOOK_SECRETS: webhookSecret,
      TQ_HOME: home,
      LOG_LEVEL: 'silent',
      ...environment,
    }),
    INGESTION_PORT: 0, // any free one
  };
  const service: RunningService = await startService({
    name: 'ingestion',
    module: IngestionModule,
    settings,
    port: 'INGESTION_PORT',
    bodyLimit: 'none',
    originExempt: doors,
  });
  const base = `http://127.0.0.1:${service.port}`;
  return {
    base,
    home,
    app: service.app,
    async ready() {
      while (!(await fetch(`${base}/health/ready`)).ok) await new Promise((resolve) => setTimeout(resolve, 100));
    },
    async post(path, body, headers = {}) {
      const answer = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': event, ...headers },
        body: body as string,
      });
      return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
    },
    async stop() {
      await service.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The values that came onto `session-events` since this was made. */
export class LogSince {
  private constructor(
    private readonly kafka: kafkajs.Kafka,
    private readonly from: ReadonlyMap<number, bigint>,
  ) {}

  static async now(brokers: string): Promise<LogSince> {
    const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
    return new LogSince(kafka, await endsOf(kafka));
  }

  async values(): Promise<string[]> {
    const ends = await endsOf(this.kafka);
    const open = new Set(
      [...ends].filter(([partition, end]) => end > (this.from.get(partition) ?? 0n)).map(([p]) => p),
    );
    const values: string[] = [];
    if (open.size === 0) return values;
    const consumer = this.kafka.consumer({ groupId: `spec-${randomUUID()}` });
    await consumer.connect();
    await consumer.subscribe({ topic: topics.sessionEvents.name, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      void consumer
        .run({
          autoCommit: false,
          eachBatch: ({ batch: read }) => {
            const { partition, messages } = read;
            const from = this.from.get(partition) ?? 0n;
            for (const { offset, value } of messages) if (BigInt(offset) >= from) values.push(String(value));
            if (BigInt(read.lastOffset()) + 1n >= (ends.get(partition) ?? 0n)) open.delete(partition);
            if (open.size === 0) resolve();
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    return values;
  }
}

async function endsOf(kafka: kafkajs.Kafka): Promise<Map<number, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  for (let tries = 50; ; tries--) {
    try {
      const ends = await admin.fetchTopicOffsets(topics.sessionEvents.name);
      await admin.disconnect();
      return new Map(ends.map(({ partition, high }) => [partition, BigInt(high)]));
    } catch (error) {
      if (tries === 0) throw error; // a new topic's partitions get their leaders one after the other
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
