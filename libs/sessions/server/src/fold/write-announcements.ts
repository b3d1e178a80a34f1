import { columnValues, unnest, type Client, type RowOf } from '@tq/platform/postgres';
import type { Day, Session } from '@tq/sessions/core';
import type { TutorChange } from './tutor-change';

const dayMs = 86_400_000;
const announcementColumns = { tutor_id: 'text', session_id: 'text', kind: 'text' } as const;

/**
 * Puts down which sessions are to be announced: those that closed, unless the closing is history (it reached the log
 * more than 24 hours after its time, or happened before `reportsFrom`). Each once for each kind, whatever is said later.
 */
export async function writeAnnouncements(
  client: Client,
  changes: readonly TutorChange[],
  reportsFrom: number,
  now: number,
): Promise<void> {
  const rows = changes.flatMap(({ tutorId, sessions }) =>
    [...sessions].flatMap(([sessionId, { after }]) =>
      after && isNews(after, reportsFrom)
        ? [{ tutor_id: tutorId, session_id: sessionId, kind: after.state === 'cancelled' ? 'closed' : 'ended' }]
        : [],
    ),
  );
  if (rows.length === 0) return;
  await client.query({
    name: 'announce',
    text: `INSERT INTO tq.announcement (tutor_id, session_id, kind, queued_at)
           SELECT fresh.*, $4 FROM ${unnest(announcementColumns, 'fresh')} ON CONFLICT DO NOTHING`,
    values: [...columnValues(announcementColumns, rows), now],
  });
}

function isNews({ closing }: Session, reportsFrom: number): boolean {
  return closing !== null && isRecent(closing.at, closing.receivedAt, reportsFrom);
}

function isRecent(at: number, receivedAt: number, reportsFrom: number): boolean {
  return receivedAt - at <= dayMs && at >= reportsFrom;
}

/**
 * The same for all sessions of a version that was folded in silence: of those that were not put down before.
 * @param told when they were announced elsewhere, epoch milliseconds; null: they are to be announced
 */
export async function putDownClosed(client: Client, schema: string, told: number | null, now: number): Promise<void> {
  const { rows } = await client.query<{ value: unknown }>(`SELECT value FROM tq.setting WHERE key = 'reportsFrom'`);
  const reportsFrom = announcedFrom(rows[0]?.value);
  await client.query(
    `INSERT INTO tq.announcement (tutor_id, session_id, kind, queued_at, scored_at)
     SELECT tutor_id, session_id, CASE state WHEN 'cancelled' THEN 'closed' ELSE 'ended' END, $1::bigint, $2::bigint
     FROM ${schema}.session WHERE state <> 'open' AND received_at - closed_at <= ${dayMs}
       AND closed_at >= coalesce($3::bigint, closed_at)
     ON CONFLICT DO NOTHING`,
    [now, told, reportsFrom === -Infinity ? null : Math.ceil(reportsFrom)],
  );
}

/** From when on sessions are announced: the setting, in epoch milliseconds or RFC 3339; without it from the beginning. */
export function announcedFrom(setting: unknown): number {
  const instant = typeof setting === 'string' ? Date.parse(setting) : setting;
  return typeof instant === 'number' && Number.isFinite(instant) ? instant : -Infinity;
}

const touchedColumns = { tutor_id: 'text', first_day: 'int', news: 'boolean' } as const;

export type Touched = RowOf<typeof touchedColumns>;

/** Tells the refresh of the cards whom to look at, and how far back their days changed. */
export async function writeTouched(
  client: Client,
  changes: readonly TutorChange[],
  reportsFrom: number,
): Promise<void> {
  await addTouched(client, touchedBy(changes, reportsFrom));
}

/** Whom these changes touch. */
export function touchedBy(changes: readonly TutorChange[], reportsFrom: number): Touched[] {
  return changes
    .filter(({ events, sessions }) => events.length > 0 || sessions.size > 0)
    .map(({ tutorId, days, events }) => ({
      tutor_id: tutorId,
      first_day: earliest(days.keys()),
      news: events.some(({ event }) => isRecent(event.at, event.record.timestamp, reportsFrom)),
    }));
}

export async function addTouched(client: Client, rows: readonly Touched[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: 'touched',
    text: `INSERT INTO touched (tutor_id, first_day, news) SELECT * FROM ${unnest(touchedColumns, 'fresh')}`,
    values: columnValues(touchedColumns, rows),
  });
}

function earliest(days: Iterable<Day>): Day | null {
  let first: Day | null = null;
  for (const day of days) if (first === null || day < first) first = day;
  return first;
}
