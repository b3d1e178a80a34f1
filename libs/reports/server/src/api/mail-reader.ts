import { Inject, Injectable } from '@nestjs/common';
import { fromCursor, toCursor } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import type { MailHealth, MailItem, MailListQuery, MailPage } from './mail-api.dto';

interface MailRow {
  key: string;
  kind: string;
  recipient: string;
  subject: string;
  state: MailItem['state'];
  created_at: number;
  sent_at: number | null;
  attempts: number;
  late: boolean;
  error: string | null;
  sessions: string[];
}

export const MAIL_MAX_PER_HOUR = Symbol('MAIL_MAX_PER_HOUR');

type Place = readonly [createdAt: number, key: string];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) && value.length === 2 && Number.isSafeInteger(value[0]) && typeof value[1] === 'string';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Mails and how they stand; nothing at all before the first start of notification. */
@Injectable()
export class MailReader {
  private isThere = false;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(MAIL_MAX_PER_HOUR) private readonly maxPerHour: number,
  ) {}

  async page({ state, tutorId, limit = 50, cursor }: MailListQuery): Promise<MailPage> {
    const values: unknown[] = [];
    const param = (value: unknown): string => `$${values.push(value)}`;
    const conditions = ['true'];
    if (state !== undefined) conditions.push(`state = ${param(state)}`);
    if (tutorId !== undefined) conditions.push(`tutors @> ARRAY[${param(tutorId)}]::text[]`);
    if (cursor !== undefined) {
      const [at, key] = fromCursor(cursor, isPlace);
      const place = param(at);
      conditions.push(`(created_at < ${place} OR (created_at = ${place} AND key > ${param(key)}))`);
    }
    const rows = await this.rowsOf<MailRow>(
      `SELECT key, kind, recipient, subject, state, created_at, sent_at, attempts, late, error, sessions FROM mail.mail
        WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, key LIMIT ${limit + 1}`,
      values,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(itemOf),
      nextCursor: rows.length > limit && last ? toCursor([last.created_at, last.key] satisfies Place) : null,
    };
  }

  /** When the first mail with each session (`tutorId/sessionId`) was sent, epoch ms; sessions without are left out. */
  async mailedTimes(sessions: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (sessions.length === 0) return new Map();
    const rows = await this.rowsOf<{ session: string; at: number }>(
      `SELECT s.session, min(m.sent_at) AS at FROM mail.mail m, unnest(m.sessions) AS s(session)
        WHERE m.sessions && $1::text[] AND m.sent_at IS NOT NULL AND s.session = ANY($1::text[]) GROUP BY s.session`,
      [sessions],
    );
    return new Map(rows.map(({ session, at }) => [session, at]));
  }

  async health(now = Date.now()): Promise<MailHealth> {
    const rows = await this.rowsOf<Omit<MailHealth, 'maxPerHour' | 'state'>>(
      `SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
                count(*) FILTER (WHERE state = 'failed' AND created_at > $1) AS "failed24h",
                count(*) FILTER (WHERE state = 'sent' AND sent_at > $1) AS "sent24h",
                count(*) FILTER (WHERE state = 'queued' AND (late OR created_at < $2)) AS late,
                (percentile_cont(0.95) WITHIN GROUP (ORDER BY sent_at - created_at) FILTER (WHERE state = 'sent' AND sent_at > $1)) / 1000 AS "p95Seconds",
                (($3 - min(created_at) FILTER (WHERE state = 'queued')) / 1000)::int AS "oldestQueuedSeconds",
                (array_agg(error ORDER BY created_at DESC) FILTER (WHERE error IS NOT NULL AND state <> 'sent' AND created_at > $2))[1] AS "lastError"
           FROM mail.mail WHERE state = 'queued' OR created_at > $1`,
      [now - dayMs, now - hourMs, now],
    );
    const figures = rows[0];
    if (figures === undefined) {
      return {
        queued: 0,
        failed24h: 0,
        sent24h: 0,
        late: 0,
        p95Seconds: null,
        oldestQueuedSeconds: null,
        maxPerHour: this.maxPerHour,
        lastError: null,
        state: null,
      };
    }
    const state = figures.failed24h > 0 || figures.lastError !== null ? 'failing' : figures.late > 0 ? 'late' : 'ok';
    return { ...figures, maxPerHour: this.maxPerHour, state };
  }

  /** Asked first: a query that fails costs its connection, and every look at a tutor makes two. */
  private async rowsOf<R extends object>(text: string, values: unknown[]): Promise<R[]> {
    const { pool } = this.database;
    if (!this.isThere) {
      const { rows } = await pool.query<{ there: boolean }>(`SELECT to_regclass('mail.mail') IS NOT NULL AS there`);
      this.isThere = rows[0]?.there === true;
    }
    return this.isThere ? (await pool.query<R>(text, values)).rows : [];
  }
}

const itemOf = (row: MailRow): MailItem => ({
  key: row.key,
  kind: row.kind,
  recipient: row.recipient,
  subject: row.subject,
  state: row.state,
  createdAt: new Date(row.created_at).toISOString(),
  sentAt: row.sent_at === null ? null : new Date(row.sent_at).toISOString(),
  attempts: row.attempts,
  late: row.late,
  error: row.error,
  sessions: row.sessions,
});
