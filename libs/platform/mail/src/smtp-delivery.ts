import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** How one attempt to hand a mail to the server ended. */
export type Delivery =
  | { outcome: 'sent'; response: string }
  /** Not accepted now: the server said 4xx, or was not there. */
  | { outcome: 'later'; reason: string }
  /** Never: the server said 5xx about this very mail. */
  | { outcome: 'refused'; reason: string }
  /** The whole mail went out and no answer came back: it may be in the inbox already. */
  | { outcome: 'ambiguous'; reason: string };

export interface Envelope {
  from: string;
  to: string;
  /** The MIME bytes, sent as they are. */
  bytes: Buffer;
}

type SmtpError = Error & { responseCode?: number | undefined; command?: string | undefined };

/** Hands one mail to an open connection. Never throws: every end is a value. */
export function deliver(connection: SMTPConnection, { from, to, bytes }: Envelope): Promise<Delivery> {
  return new Promise((resolve) => {
    let whole = false;
    const message = Readable.from([bytes], { objectMode: false });
    message.once('end', () => (whole = true));
    connection.send({ from, to: [to], size: bytes.length, use8BitMime: false }, message, (error, info) => {
      resolve(error ? whatWentWrong(error, whole) : { outcome: 'sent', response: info?.response ?? '' });
    });
  });
}

/** Commands whose 5xx speaks of this mail; one at the greeting or the sign-in speaks of us, and mending that takes time. */
const aboutTheMail = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
const signInNeeded = new Set([530, 534, 535, 538]);

/** @param whole did all of the message leave before the error */
export function whatWentWrong(error: SmtpError, whole: boolean): Delivery {
  const reason = error.message;
  const code = error.responseCode;
  if (code === undefined) return { outcome: whole ? 'ambiguous' : 'later', reason };
  const permanent = code >= 500 && aboutTheMail.has(error.command ?? '') && !signInNeeded.has(code);
  return { outcome: permanent ? 'refused' : 'later', reason };
}
