import { columnValues, unnest, type Client, type RowOf } from '@tq/platform/postgres';
import type { Anomaly, KnownEvent } from '@tq/sessions/core';
import type { DeadLetter, Misplaced } from './records';
import type { TutorChange } from './tutor-change';

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

const deadColumns = {
  record_offset: 'bigint',
  record_timestamp: 'bigint',
  key: 'bytea',
  value: 'bytea',
  headers: 'jsonb',
  reasons: 'jsonb',
  producer: 'text',
} as const;

/** Keeps bad records whole, with place and reasons. */
export async function writeDeadLetters(
  client: Client,
  { topic, partition }: Place,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const rows = letters.map(({ record, reasons, producer }) => ({
    record_offset: record.offset,
    record_timestamp: record.timestamp,
    key: record.key,
    value: record.value,
    headers: headersOf(record.headers),
    reasons,
    producer,
  }));
  await client.query(
    `INSERT INTO dead_letter (topic, partition, ${Object.keys(deadColumns).join(', ')})
     SELECT $1, $2, * FROM ${unnest(deadColumns, 'bad', 3)} ON CONFLICT DO NOTHING`,
    [topic, partition, ...columnValues(deadColumns, rows)],
  );
}

const forwardedHeaders = `jsonb_build_object('dead-letter-topic', topic, 'dead-letter-partition', partition::text,
  'dead-letter-offset', record_offset::text, 'dead-letter-reasons', reasons::text)`;

/** Puts those that were just kept into the outbox for the topic of dead letters, bytes unchanged. */
export async function forwardDeadLetters(
  client: Client,
  { topic, partition }: Place,
  letters: readonly DeadLetter[],
  deadLetterTopic: string,
  now: number,
): Promise<void> {
  if (letters.length === 0) return;
  await client.query(
    `INSERT INTO tq.outbox (topic, key, value, headers, created_at)
     SELECT $3, key, value, ${forwardedHeaders}, $4
     FROM dead_letter WHERE (topic, partition) = ($1, $2) AND record_offset = ANY ($5::bigint[]) ORDER BY record_offset`,
    [topic, partition, deadLetterTopic, now, letters.map(({ record }) => record.offset)],
  );
}

/** The same for all that were kept by a fold that forwards nothing. */
export async function forwardAllDeadLetters(
  client: Client,
  schema: string,
  deadLetterTopic: string,
  now: number,
): Promise<void> {
  await client.query(
    `INSERT INTO tq.outbox (topic, key, value, headers, created_at)
     SELECT $1, key, value, ${forwardedHeaders}, $2
     FROM ${schema}.dead_letter ORDER BY record_timestamp, topic, partition, record_offset`,
    [deadLetterTopic, now],
  );
}

/** Headers as they can be stored: bytes that are no text as base64. */
function headersOf(headers: Record<string, unknown>): Record<string, unknown> {
  const text = (value: unknown): unknown => {
    if (!Buffer.isBuffer(value)) return typeof value === 'string' ? text(Buffer.from(value)) : null;
    const utf8 = value.toString('utf8');
    return utf8.includes('\0') || !Buffer.from(utf8).equals(value) ? { base64: value.toString('base64') } : utf8;
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replaceAll('\0', '').toWellFormed(),
      Array.isArray(value) ? value.map(text) : text(value),
    ]),
  );
}

const anomalyColumns = { tutor_id: 'text', kind: 'text', source: 'text', id: 'text', detail: 'text' } as const;

const anomalyRow = ({ subject, kind, source, id, detail }: Anomaly): RowOf<typeof anomalyColumns> => ({
  tutor_id: subject,
  kind,
  source,
  id,
  detail,
});

/** Keeps the table of anomalies what the set of facts says. */
export async function writeAnomalies(client: Client, changes: readonly TutorChange[], now: number): Promise<void> {
  const gone = changes.flatMap(({ anomalies }) => anomalies.gone.map(anomalyRow));
  if (gone.length > 0)
    await client.query(
      `DELETE FROM anomaly a USING ${unnest(anomalyColumns, 'gone')}
       WHERE (a.tutor_id, a.kind, a.source, a.id) = (gone.tutor_id, gone.kind, gone.source, gone.id)`,
      columnValues(anomalyColumns, gone),
    );
  await addAnomalies(
    client,
    changes.flatMap(({ anomalies }) => anomalies.found),
    now,
  );
}

export async function addAnomalies(client: Client, found: readonly Anomaly[], now: number): Promise<void> {
  if (found.length === 0) return;
  await client.query(
    `INSERT INTO anomaly (tutor_id, kind, source, id, detail, found_at)
     SELECT fresh.*, $6 FROM ${unnest(anomalyColumns, 'fresh')} ON CONFLICT DO NOTHING`,
    [...columnValues(anomalyColumns, found.map(anomalyRow)), now],
  );
}

const hourMs = 3_600_000;
const feedColumns = {
  source: 'text',
  hour: 'int',
  partition: 'int',
  events: 'bigint',
  last_event_at: 'bigint',
  last_record_at: 'bigint',
} as const;

/** What was heard of one source in one hour on one partition. */
export type Feed = { -readonly [K in keyof typeof feedColumns]: K extends 'source' ? string : number };

/** Who was heard in these events, hour by hour of the log. */
export function feedsOf(events: readonly KnownEvent[]): Feed[] {
  const feeds = new Map<string, Feed>();
  for (const { source, at, record } of events) {
    const hour = Math.floor(record.timestamp / hourMs);
    const { partition } = record;
    const key = `${hour} ${partition} ${source}`;
    const feed = feeds.get(key) ?? { source, hour, partition, events: 0, last_event_at: at, last_record_at: record.timestamp }; // prettier-ignore
    feed.events += 1;
    feed.last_event_at = Math.max(feed.last_event_at, at);
    feed.last_record_at = Math.max(feed.last_record_at, record.timestamp);
    feeds.set(key, feed);
  }
  return [...feeds.values()];
}

/** Who was heard last, and when: silence of a source is seen here. */
export async function writeFeeds(client: Client, events: readonly KnownEvent[]): Promise<void> {
  const feeds = feedsOf(events);
  if (feeds.length === 0) return;
  await client.query({
    name: 'feeds',
    text: `INSERT INTO feed (source, hour, partition, events, last_event_at, last_record_at)
      SELECT * FROM ${unnest(feedColumns, 'heard')} ORDER BY source, hour, partition
      ON CONFLICT (source, hour, partition) DO UPDATE SET events = feed.events + excluded.events,
        last_event_at = greatest(feed.last_event_at, excluded.last_event_at),
        last_record_at = greatest(feed.last_record_at, excluded.last_record_at)`,
    values: columnValues(feedColumns, feeds),
  });
}

/** Names producers whose records lie on another partition, or under another key, than the contract asks for. */
export async function writeMisplaced(
  client: Client,
  partition: number,
  misplaced: readonly Misplaced[],
): Promise<void> {
  const bySource = Map.groupBy(misplaced, ({ source }) => source);
  for (const source of [...bySource.keys()].sort()) {
    const of = bySource.get(source) ?? [];
    const last = of.at(-1);
    if (!last) continue;
    await client.query(
      `INSERT INTO misplaced AS m (source, partition, records, last_record_at, last_offset, detail)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (source, partition) DO UPDATE SET records = m.records + excluded.records,
         last_record_at = CASE WHEN excluded.last_offset > m.last_offset THEN excluded.last_record_at ELSE m.last_record_at END,
         detail = CASE WHEN excluded.last_offset > m.last_offset THEN excluded.detail ELSE m.detail END,
         last_offset = greatest(m.last_offset, excluded.last_offset)`,
      [source, partition, of.length, last.record.timestamp, last.record.offset, last.detail],
    );
  }
}
