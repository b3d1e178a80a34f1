import MailComposer from 'nodemailer/lib/mail-composer';
import { isMailAddress } from './address';
import type { RenderedMail } from './render';

/** The envelope of a mail and what its header says. */
export interface Letter {
  from: { name: string; address: string };
  to: string;
  mail: RenderedMail;
  messageId: string;
  date: Date;
  /** Message-ID of the thread that the mail belongs to. */
  thread?: string;
  /** Further header lines, in order; a name may come more than once. Values: printable ASCII. */
  headers: readonly (readonly [name: string, value: string])[];
}

const printable = /^[\x20-\x7e]+$/;

/**
 * The mail as the bytes that go over the wire. They hold random boundaries: build once, keep, resend the same bytes.
 * @throws Error for an address or header value that is not one plain value.
 */
export async function mimeOf({ from, to, mail, messageId, date, thread, headers }: Letter): Promise<Buffer> {
  for (const address of [from.address, to]) if (!isMailAddress(address)) throw new Error('Not one plain mail address.');
  for (const [name, value] of headers)
    if (!printable.test(value)) throw new Error(`Header ${name} holds more than printable ASCII.`);
  const composer = new MailComposer({
    from,
    to: { name: '', address: to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId,
    date,
    ...(thread === undefined ? {} : { references: thread, inReplyTo: thread }),
    headers: headers.map(([key, value]) => ({ key, value: { prepared: true, foldLines: false, value } })),
    attachments: mail.images.map(({ cid, png }) => ({
      cid,
      content: png,
      contentType: 'image/png',
      contentDisposition: 'inline' as const,
      filename: `${cid.split('@')[0]}.png`,
    })),
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
