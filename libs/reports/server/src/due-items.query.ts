import type { ScoreEvent } from '@tq/events';
import type { Client } from '@tq/platform/postgres';
import type { LevelChange } from '@tq/reports/core';
import type { MailKind } from './mail.store';
import { recipientOf, type ListedRecipient } from './recipients';

/** Something a recipient is owed, with all that is needed to write it. */
export interface DueItem {
  recipient: ListedRecipient;
  tutorId: string;
  eventId: string;
  kind: MailKind;
  due: number;
  episode: string | null;
  type: ScoreEvent['type'];
  data: ScoreEvent['data'];
}

/** One mail's worth of waiting items: same recipient, kind and time. */
export interface Slot {
  recipient: string;
  kind: MailKind;
  due: number;
}

const columns = `i.tutor_id, i.event_id, i.kind, i.due, i.episode, e.type, r.email, r.policy, r.time_zone, r.created_at`;
const joined = `mail.item i JOIN mail.event e ON e.tutor_id = i.tutor_id AND e.id = i.event_id JOIN mail.recipient r ON r.email = i.recipient`;

/** The worst first, so that a mail too small for all still opens with what matters. */
const worstFirst = `(e.data->>'outcome' = 'missed') DESC NULLS LAST, array_position(ARRAY['high', 'watch', 'ok'], e.data->'card'->>'riskLevel'), i.tutor_id, i.event_id`;

/** Items whose recipient is no longer on the list wait for nobody. Returns how many were let go. */
export async function dropUnwanted(client: Client, now: number): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE mail.item SET state = 'dropped' WHERE state = 'waiting' AND due <= $1
     AND NOT EXISTS (SELECT FROM mail.recipient r WHERE r.email = item.recipient AND r.active)`,
    [now],
  );
  return rowCount ?? 0;
}

/** Session reports that are due, oldest first. */
export async function dueReports(client: Client, now: number, most: number): Promise<DueItem[]> {
  const { rows } = await client.query<ItemRow>(
    `SELECT ${columns}, e.data FROM ${joined} WHERE i.state = 'waiting' AND i.kind = 'session-report' AND i.due <= $1
     ORDER BY i.due, i.tutor_id, i.event_id LIMIT $2 FOR UPDATE OF i`,
    [now, most],
  );
  return rows.map(itemOf);
}

/** The next mail other than a session report that is due. All alerts of a recipient that are due share one mail. */
export async function nextSlot(client: Client, now: number): Promise<Slot | null> {
  const { rows } = await client.query<Slot>(
    `SELECT recipient, kind, due FROM mail.item WHERE state = 'waiting' AND kind <> 'session-report' AND due <= $1 ORDER BY due LIMIT 1`,
    [now],
  );
  return rows[0] ?? null;
}

/** What waits in a slot; without the trend, which only session reports draw. */
export async function itemsOf(
  client: Client,
  { recipient, kind, due }: Slot,
  now: number,
  most: number,
): Promise<DueItem[]> {
  const { rows } = await client.query<ItemRow>(
    `SELECT ${columns}, e.data - 'trend' || '{"trend": []}' AS data FROM ${joined}
     WHERE i.state = 'waiting' AND i.recipient = $1 AND i.kind = $2 AND (i.due = $3 OR i.kind = 'flag-alert' AND i.due <= $4)
     ORDER BY ${worstFirst} LIMIT $5 FOR UPDATE OF i`,
    [recipient, kind, due, now, most],
  );
  return rows.map(itemOf);
}

/** How many mails this slot has made already; items that came a moment late make one more. */
export async function partsSoFar(client: Client, { recipient, kind, due }: Slot): Promise<number> {
  const { rows } = await client.query<{ parts: number }>(
    'SELECT count(*)::int AS parts FROM mail.mail WHERE recipient = $1 AND kind = $2 AND due = $3',
    [recipient, kind, due],
  );
  return rows[0]?.parts ?? 0;
}

/** Sessions of the changed tutors that ended lately: a session's own report may say what the change says. */
export async function endedBeside(
  client: Client,
  changes: readonly LevelChange[],
  since: number,
): Promise<{ tutorId: string; scoredAt: string; card: LevelChange['card'] }[]> {
  const { rows } = await client.query<{ data: { tutorId: string; scoredAt: string; card: LevelChange['card'] } }>(
    `SELECT jsonb_build_object('tutorId', tutor_id, 'scoredAt', data->'scoredAt', 'card', data->'card') AS data FROM mail.event
     WHERE type = 'tutoring.session.ended.v1' AND tutor_id = ANY ($1::text[]) AND at >= $2`,
    [changes.map(({ tutorId }) => tutorId), since],
  );
  return rows.map(({ data }) => data);
}

/** When the next item falls due, epoch ms; null when nothing waits. */
export async function nextDue(client: Pick<Client, 'query'>): Promise<number | null> {
  const { rows } = await client.query<{ due: number | null }>(
    `SELECT min(due) AS due FROM mail.item WHERE state = 'waiting'`,
  );
  return rows[0]?.due ?? null;
}

interface ItemRow {
  tutor_id: string;
  event_id: string;
  kind: MailKind;
  due: number;
  episode: string | null;
  type: ScoreEvent['type'];
  data: ScoreEvent['data'];
  email: string;
  policy: string;
  time_zone: string;
  created_at: number;
}

function itemOf(row: ItemRow): DueItem {
  const { tutor_id: tutorId, event_id: eventId, kind, due, episode, type, data } = row;
  return { recipient: recipientOf(row), tutorId, eventId, kind, due, episode, type, data };
}
