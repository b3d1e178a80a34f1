import { messageIdOf, mimeOf, renderEmail, type Email } from '@tq/platform/mail';
import type { Links } from '@tq/reports/core';
import { unsubscribeToken } from './unsubscribe-token';

/** What every mail of this installation has in common. */
export interface Sender {
  from: { name: string; address: string };
  /** Of `Message-ID`s. */
  domain: string;
  /** Address of the console, without a slash at its end. */
  publicUrl: string;
  /** Signs unsubscribe links. */
  secret: Buffer;
}

/** A mail ready to be kept and sent. */
export interface Composed {
  subject: string;
  messageId: string;
  mime: Buffer;
}

export interface Composition<V> {
  email: Email<V>;
  view: V;
  key: string;
  to: string;
  /** `<tutorId>/<sessionId>` of each session that the mail reports. */
  sessions: readonly string[];
  /** Key of the thread, where the mail belongs to one. */
  thread?: string;
  /** Epoch ms. */
  now: number;
}

/** Renders a mail to the bytes that will be sent, and sent again unchanged if need be. */
export async function composeMail<V>(
  sender: Sender,
  { email, view, key, to, sessions, thread, now }: Composition<V>,
): Promise<Composed> {
  const mail = await renderEmail(email, view);
  const messageId = messageIdOf(key, sender.domain);
  const mime = await mimeOf({
    from: sender.from,
    to,
    mail,
    messageId,
    date: new Date(now),
    ...(thread === undefined ? {} : { thread: messageIdOf(thread, sender.domain) }),
    headers: [
      ...sessions.map((session) => ['X-Session', session] as const),
      ['Auto-Submitted', 'auto-generated'],
      ['List-Unsubscribe', `<${unsubscribeUrl(sender, to)}>`],
      ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ],
  });
  return { subject: mail.subject, messageId, mime };
}

/** The links of one recipient's mails. None changes anything by being opened. */
export function linksFor(sender: Sender, email: string): Links {
  const tutor = (tutorId: string): string => `${sender.publicUrl}/tutors/${encodeURIComponent(tutorId)}`;
  return {
    tutor,
    tutorThen: (tutorId, knownAt) => `${tutor(tutorId)}?knownAt=${encodeURIComponent(knownAt)}`,
    console: `${sender.publicUrl}/sessions`,
    consoleThen: (knownAt) => `${sender.publicUrl}/?knownAt=${encodeURIComponent(knownAt)}`,
    preferences: `${sender.publicUrl}/settings/mail`,
    unsubscribe: unsubscribeUrl(sender, email),
  };
}

/** GET shows a page that asks; only POST (the page's, or a mail program's one click) unsubscribes. */
function unsubscribeUrl({ publicUrl, secret }: Sender, email: string): string {
  return `${publicUrl}/unsubscribe?token=${unsubscribeToken(email, secret)}`;
}
