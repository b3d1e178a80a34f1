import { randomBytes } from 'node:crypto';
import { isOwed, policies, type Policy, type Recipient } from '@tq/reports/core';
import type { ScoreEvent } from '@tq/events';
import { isMailAddress } from '@tq/platform/mail';
import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import { isTimeZone } from '@tq/platform/settings';

/** A recipient as the consumer needs it. */
export interface ListedRecipient extends Recipient {
  addedAt: number;
}

interface RecipientRow {
  email: string;
  policy: string;
  time_zone: string;
  created_at: number;
}

/**
 * Makes the first start's two things once for all: the secret that signs links, and the first recipient. Once: an
 * administrator who takes the last recipient off the list does not find somebody on it after the next start.
 */
export async function seedRecipients(
  pool: Pool,
  first: { email: string; timeZone: string },
  now: number,
): Promise<void> {
  if (!isMailAddress(first.email)) throw new Error(`ADMIN_EMAIL is not one plain mail address: ${first.email}`);
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO mail.secret (name, value) VALUES ('unsubscribe', $1) ON CONFLICT DO NOTHING`,
      [randomBytes(32)],
    );
    if (rowCount === 0) return;
    await client.query(
      `INSERT INTO mail.recipient (email, policy, time_zone, created_at)
       SELECT $1, 'every', $2, $3 WHERE NOT EXISTS (SELECT FROM mail.recipient)`,
      [first.email.toLowerCase(), first.timeZone, now],
    );
  });
}

/** All who get mail, locked until the transaction ends, so that two consumers do not both take the hour's last mail. */
export async function lockRecipients(client: Client): Promise<ListedRecipient[]> {
  const { rows } = await client.query<RecipientRow>(
    'SELECT email, policy, time_zone, created_at FROM mail.recipient WHERE active ORDER BY email FOR UPDATE',
  );
  return rows.map(recipientOf);
}

export function recipientOf({ email, policy, time_zone, created_at }: RecipientRow): ListedRecipient {
  return {
    email,
    policy: policies.find((name): name is Policy => name === policy) ?? 'every',
    timeZone: isTimeZone(time_zone) ? time_zone : 'UTC',
    addedAt: created_at,
  };
}

/** Those among the recipients whom an event concerns. */
export function owedTo(event: ScoreEvent, recipients: readonly ListedRecipient[]): ListedRecipient[] {
  return recipients.filter(({ addedAt }) => isOwed(event, addedAt));
}
