import { readSettings } from '@tq/platform/settings';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../platform/calendar';
import type { Platform } from '../platform/platform';
import { truthOf } from '../platform/truth';
import { destinationOf } from './destination';
import { httpSink, webhookSink } from './http.sink';
import { kafkaSink } from './kafka.sink';
import { Refused } from './keep-trying';
import { ndjsonSink } from './ndjson.sink';
import { progressPrinter } from './progress';
import type { Sink, Way } from './sink';
import { State } from './state';
import { tellHistory } from './tell-history';
import { tellLive } from './tell-live';

export interface SimulateOptions {
  readonly tutors: number;
  readonly perDay: number;
  readonly seed: number;
  /** Of history; without it 90, and for a live stream 0, or 1 when it is faster than real time. */
  readonly days?: number;
  /** Epoch ms at which history ends. */
  readonly until: number;
  readonly live: boolean;
  readonly speed: number;
  readonly via?: Way;
  readonly ndjson?: string;
  readonly truth?: string;
}

/** The mock Rails platform: its history or, with `live`, what happens from then on. Ends when the signal is aborted. */
export async function simulate(options: SimulateOptions, signal: AbortSignal): Promise<void> {
  const settings = readSettings();
  const { tutors, perDay, seed, live, speed } = options;
  const state = new State(settings.TQ_HOME);
  // A file always holds everything from the first fact on; only what was sent somewhere is gone on with.
  const place = options.ndjson === undefined ? await state.of({ tutors, perDay, seed }) : undefined;
  const platform: Platform = { tutors, perDay, seed, origin: place?.origin ?? originOf(options) };
  const from = place?.toldUntil ?? -Infinity;
  const until = Math.max(options.until, from);
  if (options.truth !== undefined) {
    const truth = truthOf(platform, Math.floor(platform.origin / DAY), Math.floor(until / DAY));
    await writeFile(options.truth, `${JSON.stringify(truth, null, 1)}\n`);
  }
  if (from > -Infinity)
    process.stderr.write(
      `Going on at ${new Date(from).toISOString()}, up to where this platform has been told (${state.path}).\n`,
    );

  const sink = await sinkOf(options, settings, signal);
  // A run that is cut off before all of its beginning is told must begin at the same instant again.
  if (!place && options.ndjson === undefined) await state.remember(platform, null);
  const run = {
    platform,
    sink,
    signal,
    speed,
    report: progressPrinter(process.env['TQ_PROGRESS'] === 'json'),
    onTold: options.ndjson === undefined ? (told: number) => state.remember(platform, told) : () => Promise.resolve(),
  };
  try {
    if (live) await tellLive(run, from);
    else await tellHistory(run, from, until);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await sink.close();
  }
}

/** History begins with a day, so that two runs on one day tell the same; a live stream begins to the millisecond. */
function originOf({ days, until, live, speed }: SimulateOptions): number {
  if (live) return until - (days ?? (speed > 1 ? 1 : 0)) * DAY;
  return Math.ceil(until / DAY - (days ?? 90)) * DAY;
}

type Settings = ReturnType<typeof readSettings>;

async function sinkOf({ ndjson, via, live }: SimulateOptions, settings: Settings, signal: AbortSignal): Promise<Sink> {
  if (ndjson !== undefined) return ndjsonSink(ndjson);
  const { brokers, address } = await destinationOf(settings, process.env);
  switch (via ?? (live ? 'http' : 'kafka')) {
    case 'kafka':
      return kafkaSink(brokers, signal);
    case 'http':
      return httpSink(
        address,
        settings.INGEST_API_KEYS[0] ?? (await secretOf(settings.TQ_HOME, 'ingestApiKey', 'INGEST_API_KEYS')),
        signal,
      );
    case 'webhook':
      return webhookSink(
        address,
        settings.RAILS_WEBHOOK_SECRETS[0] ??
          (await secretOf(settings.TQ_HOME, 'railsWebhookSecret', 'RAILS_WEBHOOK_SECRETS')),
        signal,
      );
  }
}

async function secretOf(home: string, name: 'ingestApiKey' | 'railsWebhookSecret', variable: string): Promise<string> {
  const path = join(home, 'secrets.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const secret = (JSON.parse(text) as Record<string, unknown>)[name];
  if (typeof secret === 'string') return secret;
  throw new Refused(`No key to send with: set ${variable}, or start the platform, which makes ${path}.`);
}
