import type { Mjml } from './mjml';

/** A picture inside the mail; the template shows it as `cid:<cid>`. */
export interface InlineImage {
  cid: string;
  png: Buffer;
}

/** One kind of mail as a function of its data: everything that is needed to show, send and preview it. */
export interface Email<T> {
  name: string;
  /** Example data, by the name of what it shows; `npm run mail-preview` renders each. */
  previews: Readonly<Record<string, T>>;
  subject(data: T): string;
  /** The whole document, `<mjml>` included. */
  body(data: T): Mjml;
  /** The plain-text part: written for readers of text, not the HTML without its tags. */
  text(data: T): string;
  images?(data: T): InlineImage[];
}

/** Checks the shape of a mail's definition and lets its data's type be inferred. */
export function defineEmail<T>(email: Email<T>): Email<T> {
  return email;
}
