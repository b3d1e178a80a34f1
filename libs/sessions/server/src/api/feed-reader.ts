import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@tq/platform/postgres';
import type { AlarmItem, FeedItem } from './feed.dto';

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

  /** What was noticed and has not cleared, producers that misplaced records in the last 24 hours among them. */
  async alarms(now = Date.now()): Promise<AlarmItem[]> {
    const { schema } = await this.database.projection();
    const [alarms, misplaced] = await Promise.all([
      this.database.pool.query<{ kind: string; detail: string; since: number; last_at: number }>(
        `SELECT kind, detail, since, last_at FROM ${schema}.alarm WHERE cleared_at IS NULL ORDER BY last_at DESC`,
      ),
      this.database.pool.query<{ source: string; records: number; last_record_at: number; detail: string }>(
        `SELECT source, sum(records)::bigint AS records, max(last_record_at) AS last_record_at, max(detail) AS detail
           FROM ${schema}.misplaced GROUP BY source HAVING max(last_record_at) > $1 ORDER BY 3 DESC LIMIT 20`,
        [now - dayMs],
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
        detail: `${row.source} is misconfigured, ${row.records} ${row.records === 1 ? 'record' : 'records'} so far: ${row.detail}`,
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
