import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { readIngestKeys, type ValidIngestKeys } from '@tq/access/server';
import { SETTINGS } from '@tq/platform/http';
import { createPool, type Pool } from '@tq/platform/postgres';
import type { Settings } from '@tq/platform/settings';
import { signingKey, type SigningKey } from './webhook-signature';

const refreshMs = 2000;
/** A database that hangs must not keep the file from being read, nor the service from starting and stopping. */
const patienceMs = 2500;

interface BearerKey {
  readonly id: string;
  readonly digest: Buffer;
}

interface FileSecrets {
  readonly ingestApiKey?: unknown;
  readonly railsWebhookSecret?: unknown;
}

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const nameOf = (digest: Buffer): string => digest.toString('hex', 0, 8);

/**
 * The keys and webhook secrets that are valid now: of the environment, else of `TQ_HOME/secrets.json`, and those made in
 * Settings. File and table are read again every two seconds, so that keys rotate without a stop; what was last read
 * holds while either cannot be read.
 */
@Injectable()
export class Credentials implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('credentials');
  private readonly pool: Pool;
  private file: FileSecrets = {};
  private made: ValidIngestKeys = { apiKeys: [], webhookSecrets: [] };
  private bearerKeys: readonly BearerKey[] = [];
  private secrets: readonly SigningKey[] = [];
  private wrong = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  /** The question to the database that is under way. */
  private asking: Promise<void> | undefined;
  private stopped = false;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.pool = createPool(settings.DATABASE_URL, { name: 'ingestion', max: 1, onError: () => undefined });
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.pool.end(), pause(patienceMs)]);
  }

  /** The webhook secrets that are valid now. */
  get signingKeys(): readonly SigningKey[] {
    return this.secrets;
  }

  /** Who bears this key; undefined for nobody. Every key is compared, in constant time. */
  bearerOf(key: string): string | undefined {
    const digest = digestOf(key);
    let found: string | undefined;
    for (const known of this.bearerKeys) if (timingSafeEqual(known.digest, digest)) found = known.id;
    return found;
  }

  private async refresh(): Promise<void> {
    await Promise.all([this.readFile(), this.readTable()]);
    const { INGEST_API_KEYS: keys, RAILS_WEBHOOK_SECRETS: secrets } = this.settings;
    const configured = keys.length > 0 ? keys : texts(this.file.ingestApiKey);
    this.bearerKeys = [
      ...configured.map(digestOf).map((digest) => ({ id: nameOf(digest), digest })),
      ...this.made.apiKeys,
    ];
    const signing = [
      ...(secrets.length > 0 ? secrets : texts(this.file.railsWebhookSecret)),
      ...this.made.webhookSecrets,
    ];
    this.secrets = signing.flatMap((secret) => this.usable(secret));
    if (!this.stopped) this.timer = setTimeout(() => void this.refresh(), refreshMs);
  }

  private usable(secret: string): SigningKey[] {
    const key = signingKey(secret);
    if (key) return [key];
    const name = nameOf(digestOf(secret));
    if (!this.wrong.has(name)) this.logger.error(`A webhook secret (SHA-256 ${name}…) is not "whsec_" + base64.`);
    this.wrong.add(name);
    return [];
  }

  private async readFile(): Promise<void> {
    try {
      const secrets = JSON.parse(await readFile(join(this.settings.TQ_HOME, 'secrets.json'), 'utf8')) as unknown;
      if (typeof secrets === 'object' && secrets !== null) this.file = secrets;
    } catch {
      // Not there, or being written just now: what was read last holds.
    }
  }

  private async readTable(): Promise<void> {
    this.asking ??= readIngestKeys(this.pool)
      .then((made) => void (this.made = made))
      .catch((error: unknown) => {
        this.logger.debug(`Keys made in Settings could not be read: ${error instanceof Error ? error.message : ''}`);
      })
      .finally(() => (this.asking = undefined));
    await Promise.race([this.asking, pause(patienceMs)]);
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
const texts = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);
