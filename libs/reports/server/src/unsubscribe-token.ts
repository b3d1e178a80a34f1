import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '@tq/platform/postgres';
import { isMailAddress } from '@tq/platform/mail';

/** A link's proof that its holder was mailed at this address: the address and its signature. */
export function unsubscribeToken(email: string, secret: Buffer): string {
  return `${Buffer.from(email).toString('base64url')}.${signatureOf(email, secret).toString('base64url')}`;
}

/** The address that a token speaks for, or null where we did not sign it. */
export function addressOfToken(token: string, secret: Buffer): string | null {
  const [address, signature, ...rest] = token.split('.');
  if (address === undefined || signature === undefined || rest.length > 0) return null;
  const email = Buffer.from(address, 'base64url').toString();
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(email, secret);
  return given.length === right.length && timingSafeEqual(given, right) && isMailAddress(email) ? email : null;
}

/** The secret that signs unsubscribe links. @throws Error before notification's first start */
export async function unsubscribeSecret(db: Queryable): Promise<Buffer> {
  const { rows } = await db.query<{ value: Buffer }>(`SELECT value FROM mail.secret WHERE name = 'unsubscribe'`);
  if (rows[0] === undefined) throw new Error('No mail has been prepared yet: the signing secret does not exist.');
  return rows[0].value;
}

/** Takes a recipient off the list; false where there is none with this address. Doing it twice is fine. */
export async function unsubscribe(db: Queryable, email: string, now: number): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE mail.recipient SET active = false, unsubscribed_at = coalesce(unsubscribed_at, $2) WHERE email = $1',
    [email, now],
  );
  return (rowCount ?? 0) > 0;
}

function signatureOf(email: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`unsubscribe ${email}`).digest();
}
