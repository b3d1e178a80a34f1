import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '@tq/platform/settings';

/** Where events go. */
export interface Destination {
  readonly brokers: readonly string[];
  /** Ingestion's door. */
  readonly address: string;
}

interface Addresses {
  readonly kafkaBrokers: string;
  readonly ports: { readonly INGESTION_PORT: number };
}

/** What the environment names; else what was started from `TQ_HOME`, which may have avoided ports that were taken. */
export async function destinationOf(settings: Settings, environment: NodeJS.ProcessEnv): Promise<Destination> {
  const started = await addressesIn(settings.TQ_HOME);
  const port = environment['INGESTION_PORT'] ? undefined : started?.ports.INGESTION_PORT;
  return {
    brokers: (environment['KAFKA_BROKERS'] ? undefined : started?.kafkaBrokers.split(',')) ?? settings.KAFKA_BROKERS,
    address: `http://127.0.0.1:${port ?? settings.INGESTION_PORT}`,
  };
}

async function addressesIn(home: string): Promise<Addresses | undefined> {
  try {
    return JSON.parse(await readFile(join(home, 'addresses.json'), 'utf8')) as Addresses;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
