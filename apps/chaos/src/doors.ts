import { randomUUID } from 'node:crypto';
import { topics } from '@tq/events';
import { createKafka, partitionOf } from '@tq/platform/kafka';
import type { Producer } from 'kafkajs';
import { Webhook } from 'standardwebhooks';
import type { Product } from './product';

/** A record as a producer sends it; `null`: one without a value. */
export interface Sent {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
}

export type Door = 'http' | 'webhook' | 'kafka';

const patienceMs = 5000;

/** The three ways onto the log. Each resolves when the records were acknowledged, and throws where they were not. */
export class Doors {
  private producer: Producer | undefined;

  constructor(private readonly product: Product) {}

  async send(door: Door, records: readonly Sent[]): Promise<void> {
    if (door === 'kafka') await this.byKafka(records);
    else await this.byHttp(door, records);
  }

  async close(): Promise<void> {
    await this.producer?.disconnect().catch(() => undefined);
  }

  private async byHttp(door: 'http' | 'webhook', records: readonly Sent[]): Promise<void> {
    const { addresses, secrets } = this.product;
    const body = `[${records.map(({ value }) => String(value)).join(',')}]`;
    const headers: Record<string, string> = { 'content-type': 'application/cloudevents-batch+json' };
    if (door === 'http') headers['authorization'] = `Bearer ${secrets.ingestApiKey}`;
    else {
      const [id, now] = [`msg_${randomUUID()}`, new Date()];
      headers['webhook-id'] = id;
      headers['webhook-timestamp'] = String(Math.floor(now.getTime() / 1000));
      headers['webhook-signature'] = new Webhook(secrets.railsWebhookSecret).sign(id, now, body);
    }
    const path = door === 'http' ? '/v1/events' : '/v1/webhooks/rails';
    const url = `http://127.0.0.1:${addresses.ports['INGESTION_PORT']}${path}`;
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patienceMs) });
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    const { accepted } = (await response.json()) as { accepted: number };
    if (accepted !== records.length) throw new Error(`${accepted} of ${records.length} accepted`);
  }

  /** As a foreign producer that places one in ten records wrongly. */
  private async byKafka(records: readonly Sent[]): Promise<void> {
    const kafka = createKafka({ brokers: [this.product.addresses.kafkaBrokers], clientId: 'foreign' });
    this.producer ??= kafka.producer({ idempotent: false, retry: { retries: 0 } });
    try {
      await this.producer.connect();
      const byTopic = Map.groupBy(records, ({ topic }) => topic);
      await this.producer.sendBatch({
        acks: -1,
        timeout: patienceMs,
        topicMessages: [...byTopic].map(([topic, own]) => ({
          topic,
          messages: own.map(({ key, value }, i) => ({ key, value, partition: placeOf(topic, key, i) })),
        })),
      });
    } catch (error) {
      await this.producer.disconnect().catch(() => undefined);
      this.producer = undefined;
      throw error;
    }
  }
}

function placeOf(topic: string, key: string, index: number): number {
  const { partitions } = Object.values(topics).find(({ name }) => name === topic) ?? topics.sessionEvents;
  return (partitionOf(key, partitions) + (index % 10 === 9 ? 1 : 0)) % partitions;
}
