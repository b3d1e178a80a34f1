import { Inject, Injectable } from '@nestjs/common';
import { fromCursor, toCursor } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import { dayOf } from '@tq/sessions/core';
import { startOfDay } from './day-bounds';
import type { SessionItem, SessionListQuery, SessionPage, SessionState } from './session.dto';
import type { UpcomingSession } from './tutor-session.dto';

/** When the first mail with each of these sessions (`tutorId/sessionId`) was sent, epoch ms; kept by another slice. */
export type MailedTimes = (sessions: readonly string[]) => Promise<ReadonlyMap<string, number>>;
export const MAILED_TIMES = Symbol('mailed times');

interface SessionRow {
  tutor_id: string;
  session_id: string;
  name: string | null;
  state: SessionState;
  closed_by: string | null;
  excused: boolean;
  lesson_subject: string | null;
  is_first: boolean;
  starts_at: number | null;
  ends_at: number | null;
  moves: number;
  closed_at: number | null;
  received_at: number | null;
  scored_at: number | null;
}

/** Where a page ended. */
type Place = readonly [at: number | null, tutorId: string, sessionId: string];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length === 3 &&
  (value[0] === null || Number.isSafeInteger(value[0])) &&
  typeof value[1] === 'string' &&
  typeof value[2] === 'string';

const weekMs = 7 * 86_400_000;
const timeOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Sessions as they stand now, straight from the projection. */
@Injectable()
export class SessionReader {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(MAILED_TIMES) private readonly mailedTimes: MailedTimes,
  ) {}

  /** Closed sessions by newest closing, open ones by planned start; ties by tutor and session. */
  async page({ state = 'closed', tutorId, limit = 50, cursor }: SessionListQuery): Promise<SessionPage> {
    const { schema } = await this.database.projection();
    const isOpen = state === 'open';
    const at = isOpen ? 's.starts_at' : 's.closed_at';
    const values: unknown[] = [];
    const param = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [isOpen ? `s.state = 'open'` : 's.closed_at IS NOT NULL'];
    if (!isOpen && state !== 'closed') conditions.push(`s.state = ${param(state)}`);
    if (tutorId !== undefined) conditions.push(`s.tutor_id = ${param(tutorId)}`);
    if (cursor !== undefined) conditions.push(after(fromCursor(cursor, isPlace), at, isOpen, param));
    const { rows } = await this.database.pool.query<SessionRow>(
      `SELECT s.tutor_id, s.session_id, t.name, s.state, s.closed_by, s.excused, s.lesson_subject, s.is_first, s.starts_at, s.ends_at,
              s.moves, s.closed_at, s.received_at,
              (SELECT min(a.scored_at) FROM tq.announcement a WHERE a.tutor_id = s.tutor_id AND a.session_id = s.session_id) AS scored_at
         FROM ${schema}.session s LEFT JOIN ${schema}.tutor t ON t.tutor_id = s.tutor_id
        WHERE ${conditions.join(' AND ')}
        ORDER BY ${at} ${isOpen ? 'ASC NULLS LAST' : 'DESC'}, s.tutor_id, s.session_id
        LIMIT ${limit + 1}`,
      values,
    );
    const page = rows.slice(0, limit);
    const mailed = await this.mailedTimes(page.filter((row) => row.closed_at !== null).map(keyOf));
    const last = page.at(-1);
    return {
      items: page.map((row) => itemOf(row, mailed.get(keyOf(row)))),
      nextCursor:
        rows.length > limit && last
          ? toCursor([isOpen ? last.starts_at : last.closed_at, last.tutor_id, last.session_id] satisfies Place)
          : null,
    };
  }

  /** Open sessions of a tutor that are planned to begin within the next 7 days, soonest first. */
  async upcomingOf(tutorId: string, now = Date.now()): Promise<UpcomingSession[]> {
    const { schema } = await this.database.projection();
    const { rows } = await this.database.pool.query<SessionRow>(
      `SELECT session_id, starts_at, ends_at, lesson_subject, is_first, moves FROM ${schema}.session
        WHERE tutor_id = $1 AND state = 'open' AND starts_at >= $2 AND starts_at < $3 ORDER BY starts_at, session_id LIMIT 200`,
      [tutorId, now, now + weekMs],
    );
    return rows.map((row) => ({
      sessionId: row.session_id,
      startsAt: timeOrNull(row.starts_at),
      endsAt: timeOrNull(row.ends_at),
      lessonSubject: row.lesson_subject,
      isFirstSession: row.is_first,
      moves: row.moves,
    }));
  }

  /** Today's sessions, today being a calendar day of the platform time zone. */
  async today(
    now = Date.now(),
  ): Promise<{ ended: number; held: number; missed: number; cancelled: number; upcoming: number }> {
    const { schema, timeZone } = await this.database.projection();
    const day = dayOf(now, timeZone);
    const { rows } = await this.database.pool.query<{ state: string; n: number }>(
      `SELECT state, count(*) AS n FROM ${schema}.session WHERE closed_at >= $1 AND closed_at < $2 GROUP BY state
       UNION ALL
       SELECT 'open', count(*) FROM ${schema}.session WHERE state = 'open' AND starts_at >= $3 AND starts_at < $2`,
      [startOfDay(day, timeZone), startOfDay(day + 1, timeZone), now],
    );
    const of = (state: string): number => rows.find((row) => row.state === state)?.n ?? 0;
    return {
      ended: of('held') + of('missed'),
      held: of('held'),
      missed: of('missed'),
      cancelled: of('cancelled'),
      upcoming: of('open'),
    };
  }
}

const keyOf = (row: SessionRow): string => `${row.tutor_id}/${row.session_id}`;

function after(
  [at, tutorId, sessionId]: Place,
  column: string,
  ascending: boolean,
  param: (value: unknown) => string,
): string {
  const rest = `(s.tutor_id, s.session_id) > (${param(tutorId)}, ${param(sessionId)})`;
  if (at === null) return `${column} IS NULL AND ${rest}`;
  const place = param(at);
  const beyond = ascending ? `(${column} > ${place} OR ${column} IS NULL)` : `${column} < ${place}`;
  return `(${beyond} OR (${column} = ${place} AND ${rest}))`;
}

function itemOf(row: SessionRow, mailedAt: number | undefined): SessionItem {
  return {
    tutorId: row.tutor_id,
    tutorName: row.name,
    sessionId: row.session_id,
    state: row.state,
    closedBy: row.closed_by as SessionItem['closedBy'],
    excused: row.excused,
    lessonSubject: row.lesson_subject,
    isFirstSession: row.is_first,
    startsAt: timeOrNull(row.starts_at),
    endsAt: timeOrNull(row.ends_at),
    moves: row.moves,
    closedAt: timeOrNull(row.closed_at),
    receivedAt: timeOrNull(row.received_at),
    scoredAt: timeOrNull(row.scored_at),
    mailedAt: mailedAt === undefined ? null : new Date(mailedAt).toISOString(),
  };
}
