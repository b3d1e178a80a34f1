import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@tq/platform/postgres';
import type { AlarmItem, DeadLetters, FeedItem } from './feed.dto';

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** What comes in, and what of it was odd. */
@Injectable()
export class FeedReader {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  async feeds(): Promise<FeedItem[]> {
    const { schema } = await this.database.projection();
    const { rows } = await this.database.pool.query<{
      source: string;
      events: number;
      last_record_at: number;
      last_event_at: number;
    }>(
      `SELECT source, sum(events)::bigint AS events, max(last_record_at) AS last_record_at, max(last_event_at) AS last_event_at
         FROM ${schema}.feed GROUP BY source ORDER BY 3 DESC, 1 LIMIT 100`,
    );
    return rows.map((row) => ({
      source: row.source,
      events: row.events,
      lastRecordAt: iso(row.last_record_at),
      lastEventAt: iso(row.last_event_at),
    }));
  }

  async deadLetters(now = Date.now()): Promise<DeadLetters> {
    const { schema } = await this.database.projection();
    const [counts, last] = await Promise.all([
      this.database.pool.query<{ count: number; count24h: number; last_at: number | null }>(
        `SELECT count(*) AS count, count(*) FILTER (WHERE record_timestamp > $1) AS count24h, max(record_timestamp) AS last_at FROM ${schema}.dead_letter`,
        [now - dayMs],
      ),
      this.database.pool.query<{
        topic: string;
        partition: number;
        record_offset: number;
        record_timestamp: number;
        reasons: { pointer?: string; detail: string }[];
        producer: string | null;
      }>(
        `SELECT topic, partition, record_offset, record_timestamp, reasons, producer FROM ${schema}.dead_letter
          ORDER BY record_timestamp DESC, partition, record_offset DESC LIMIT 20`,
      ),
    ]);
    const { count = 0, count24h = 0, last_at = null } = counts.rows[0] ?? {};
    return {
      count,
      count24h,
      lastAt: last_at === null ? null : iso(last_at),
      last: last.rows.map((row) => ({
        topic: row.topic,
        partition: row.partition,
        offset: String(row.record_offset),
        at: iso(row.record_timestamp),
        producer: row.producer,
        reason:
          row.reasons.map(({ pointer, detail }) => (pointer ? `${pointer}: ${detail}` : detail)).join('; ') || null,
      })),
    };
  }

  /** What was noticed and has not cleared, producers that misplace records among them. */
  async alarms(): Promise<AlarmItem[]> {
    const { schema } = await this.database.projection();
    const [alarms, misplaced] = await Promise.all([
      this.database.pool.query<{ kind: string; detail: string; since: number; last_at: number }>(
        `SELECT kind, detail, since, last_at FROM ${schema}.alarm WHERE cleared_at IS NULL ORDER BY last_at DESC`,
      ),
      this.database.pool.query<{ source: string; records: number; last_record_at: number; detail: string }>(
        `SELECT source, sum(records)::bigint AS records, max(last_record_at) AS last_record_at, max(detail) AS detail
           FROM ${schema}.misplaced GROUP BY source ORDER BY 3 DESC LIMIT 20`,
      ),
    ]);
    return [
      ...alarms.rows.map((row) => ({
        kind: row.kind,
        detail: row.detail,
        since: iso(row.since),
        lastAt: iso(row.last_at),
      })),
      ...misplaced.rows.map((row) => ({
        kind: 'misplaced-records',
        detail: `${row.source} is misconfigured, ${row.records} records so far: ${row.detail}`,
        since: iso(row.last_record_at),
        lastAt: iso(row.last_record_at),
      })),
    ];
  }

  async anomalies(): Promise<number> {
    const { schema } = await this.database.projection();
    const { rows } = await this.database.pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${schema}.anomaly`);
    return rows[0]?.n ?? 0;
  }
}
