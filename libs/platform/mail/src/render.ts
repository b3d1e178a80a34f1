import mjml2html from 'mjml';
import type { Email, InlineImage } from './email';

/** A mail as a person will see it, before it becomes MIME. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  images: InlineImage[];
}

/** Renders one mail. @throws Error where the template is not valid MJML. */
export async function renderEmail<T>(email: Email<T>, data: T): Promise<RenderedMail> {
  const { html } = await mjml2html(email.body(data).markup, {
    validationLevel: 'strict',
    minify: false,
    ignoreIncludes: true, // a value that looks like an include must never read a file
    fonts: {}, // no request to a font server: it would tell that server who reads which mail
    keepComments: true, // Outlook's conditional comments
  });
  return {
    subject: email.subject(data),
    html: unbroken(withoutPadding(html)),
    text: email.text(data),
    images: email.images?.(data) ?? [],
  };
}

/** MJML indents generously; indentation at the start of lines carries no meaning in our templates and a third of the bytes. */
function withoutPadding(html: string): string {
  return html.replace(/\n\s*(?=\n|\S)/g, '\n').trimStart();
}

/** "29 %" never breaks before its sign; attributes stay as they are. */
function unbroken(html: string): string {
  return html.replace(/>[^<]*</g, (text) => text.replace(/(\d) %/g, '$1\u00a0%'));
}
