import { mjml, type Mjml } from '@tq/platform/mail';
import type { Footer } from '@tq/reports/core';
import { fonts, light } from './theme';

export interface Page {
  title: string;
  preheader: string;
  body: Mjml;
  footer: Footer;
}

/** One column of 600 px on a quiet page, the footer every mail has, and the dark colours. */
export function layout({ title, preheader, body, footer }: Page): Mjml {
  return mjml`<mjml lang="en" dir="ltr">
<mj-head>
<mj-title>${title}</mj-title>
<mj-preview>${preheader}${filler}</mj-preview>
<mj-raw><meta name="color-scheme" content="light dark" /><meta name="supported-color-schemes" content="light dark" /><meta name="format-detection" content="telephone=no, date=no, address=no, email=no" /></mj-raw>
<mj-attributes>
<mj-all font-family="${fonts}" />
<mj-text font-size="15px" line-height="22px" color="${light.text}" padding="0 32px" />
<mj-table font-size="15px" line-height="20px" color="${light.text}" padding="0 32px" />
<mj-section padding="0" />
<mj-image padding="0 32px" />
</mj-attributes>
<mj-style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { color: #14609A; }
.n { white-space: nowrap; font-variant-numeric: tabular-nums; }
@media only screen and (max-width: 480px) {
  .pad { padding-left: 18px !important; padding-right: 18px !important; }
  .label { width: 92px !important; }
}
@media (prefers-color-scheme: dark) {
  body, .page, .page > div, div[role='article'] { background: #12161B !important; background-color: #12161B !important; }
  .card, .card > table { background: #1C2229 !important; background-color: #1C2229 !important; }
  .t, .t div, .t td, .t th { color: #E8ECF0 !important; }
  .m, .m div, .t .m { color: #A3ADB8 !important; }
  .t a, .m a, .m div a { color: #7CBBEA !important; }
  .r td, .r th { border-color: #343D47 !important; }
  .go table td { background: #E8ECF0 !important; }
  .go a { background: #E8ECF0 !important; color: #12161B !important; }
}
[data-ogsc] .t, [data-ogsc] .t div, [data-ogsc] .t td { color: #E8ECF0 !important; }
[data-ogsc] .m, [data-ogsc] .m div { color: #A3ADB8 !important; }
[data-ogsb] .card { background-color: #1C2229 !important; }
</mj-style>
</mj-head>
<mj-body width="600px" background-color="${light.page}" css-class="page">
<mj-section padding="20px 0 12px"><mj-column><mj-text css-class="m pad" font-size="13px" line-height="18px" color="${light.muted}"><strong>Tutor Quality</strong></mj-text></mj-column></mj-section>
${body}
<mj-section padding="16px 0 32px"><mj-column>
<mj-text css-class="m pad" font-size="12px" line-height="18px" color="${light.muted}">${footer.times} · ${footer.rules}<br />${footer.why}<br /><a href="${footer.preferences}">Change how often</a> · <a href="${footer.unsubscribe}">Unsubscribe</a></mj-text>
</mj-column></mj-section>
</mj-body>
</mjml>`;
}

/** Keeps the mail's first words out of the list's preview line, which the preheader is for. */
const filler = '\u00a0\u200c'.repeat(60);

/** The plain-text footer. */
export function textFooter({ times, rules, why, preferences, unsubscribe }: Footer): string {
  return [
    '-- ',
    `${times} · ${rules}`,
    why,
    `Change how often: ${preferences}`,
    `Unsubscribe: ${unsubscribe}`,
    '',
  ].join('\n');
}
