import type { Client } from '@tq/platform/postgres';
import type { Composed } from './compose-mail';

export type MailKind = 'session-report' | 'flag-alert' | 'roll-up' | 'daily-digest';

/** What an item points at: one event, for one recipient. */
export interface ItemKey {
  tutorId: string;
  eventId: string;
}

export interface NewMail {
  key: string;
  kind: MailKind;
  recipient: string;
  due: number;
  /** Rendered, or why it could not be. */
  composed: Composed | { subject: string; messageId: string; failed: string };
  sessions: readonly string[];
  tutors: readonly string[];
  ruleSetVersion: number;
  items: readonly ItemKey[];
}

/** Queues a mail and marks what stands in it, within the caller's transaction. */
export async function addMail(client: Client, mail: NewMail, now: number): Promise<void> {
  const failed = 'failed' in mail.composed ? mail.composed.failed : null;
  await client.query(
    `INSERT INTO mail.mail (key, kind, recipient, subject, state, due, created_at, next_attempt_at, message_id, mime, sessions, tutors, error, rule_set_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING`,
    [
      mail.key,
      mail.kind,
      mail.recipient,
      mail.composed.subject,
      failed === null ? 'queued' : 'failed',
      mail.due,
      now,
      mail.composed.messageId,
      'mime' in mail.composed ? mail.composed.mime : null,
      mail.sessions,
      mail.tutors,
      failed,
      mail.ruleSetVersion,
    ],
  );
  await markItems(client, mail.recipient, mail.items, 'mailed', mail.key);
}

export async function markItems(
  client: Client,
  recipient: string,
  items: readonly ItemKey[],
  state: 'mailed' | 'dropped',
  key: string | null,
): Promise<void> {
  await client.query(
    `UPDATE mail.item SET state = $2, mail_key = $3 FROM unnest($4::text[], $5::text[]) AS chosen(tutor_id, event_id)
     WHERE item.recipient = $1 AND item.tutor_id = chosen.tutor_id COLLATE "C" AND item.event_id = chosen.event_id COLLATE "C"`,
    [recipient, state, key, items.map(({ tutorId }) => tutorId), items.map(({ eventId }) => eventId)],
  );
}
