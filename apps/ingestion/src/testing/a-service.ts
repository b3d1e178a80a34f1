import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type RunningService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
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
