import { mjml, type Mjml } from '@tq/platform/mail';
import { levelWords, type FactLine, type RateLine, type Verdict } from '@tq/reports/core';
import { levelColours, light } from './theme';

/** The bar at the top: level as shape and word, one sentence, what changed. */
export function verdictBar(verdict: Verdict, tutor: string): Mjml {
  const { back, text } = levelColours[verdict.level];
  const { shape } = levelWords[verdict.level];
  const border = verdict.level === 'insufficient-data' ? `1px dashed ${text}` : 'none';
  return mjml`<mj-section background-color="${back}" border="${border}" border-radius="12px 12px 0 0" padding="22px 0 24px"><mj-column>
<mj-text css-class="pad" color="${text}" font-size="13px" line-height="18px" font-weight="700" letter-spacing="0.2px">${shape}&nbsp; ${verdict.word}</mj-text>
<mj-text css-class="pad" color="${text}" font-size="22px" line-height="28px" font-weight="700" padding-top="6px">${tutor}</mj-text>
<mj-text css-class="pad" color="${text}" font-size="16px" line-height="23px" padding-top="4px">${verdict.because}</mj-text>
<mj-text css-class="pad" color="${text}" font-size="14px" line-height="20px" padding-top="8px">${verdict.change}</mj-text>
</mj-column></mj-section>`;
}

/** The white card that everything below the bar stands on. */
export function card(content: Mjml): Mjml {
  return mjml`<mj-section background-color="${light.card}" css-class="card" border-radius="0 0 12px 12px" padding="0 0 28px"><mj-column>${content}</mj-column></mj-section>`;
}

/** The one button: at least 44 px high. */
export function openButton(label: string, url: string): Mjml {
  return mjml`<mj-button css-class="go pad" align="left" href="${url}" background-color="${light.button}" color="${light.onButton}" border-radius="8px" font-size="15px" font-weight="600" line-height="18px" inner-padding="14px 24px" padding="24px 32px 4px">${label}</mj-button>`;
}

/** The way to the tutor with what was known when the figures of this mail were made, whatever was learned since. */
export function asKnownThen(url: string): Mjml {
  return mjml`<mj-text css-class="t pad" font-size="13px" line-height="18px" padding-top="8px"><a href="${url}">${thenWords}</a></mj-text>`;
}

export const thenWords = 'As it was known when we sent this';

export function heading(text: string): Mjml {
  return mjml`<mj-text css-class="t pad" font-size="13px" line-height="18px" font-weight="700" padding-top="28px" padding-bottom="8px"><h2 style="margin:0;font-size:15px;line-height:20px;font-weight:700">${text}</h2></mj-text>`;
}

/** Labels and values, one pair to a line. */
export function factTable(lines: readonly FactLine[]): Mjml {
  return mjml`<mj-table css-class="t r pad">${lines.map(
    ({ label, value }) =>
      mjml`<tr><td class="m label" style="width:120px;padding:6px 12px 6px 0;vertical-align:top;color:${light.muted};border-top:1px solid ${light.line}">${label}</td><td style="padding:6px 0;vertical-align:top;border-top:1px solid ${light.line}">${value}</td></tr>`,
  )}</mj-table>`;
}

/** How often the tutor moved sessions, over 7, 30 and 90 days. A column that could not be filled is left out. */
export function rateTable(lines: readonly RateLine[]): Mjml {
  const columns = [
    { name: 'Moved', of: ({ count }: RateLine) => count, css: '' },
    { name: 'Rate', of: ({ rate }: RateLine) => rate, css: ';font-weight:700' },
    { name: 'Likely', of: ({ likely }: RateLine) => likely, css: '' },
    { name: 'Change', of: ({ change }: RateLine) => change, css: '' },
  ].filter(({ of }) => lines.every((line) => of(line) !== '' || line.rate === '–'));
  const head = 'padding:0 0 6px 10px;font-size:13px;font-weight:600;text-align:right';
  const cell = `padding:7px 0 7px 10px;text-align:right;border-top:1px solid ${light.line}`;
  const first = `padding:7px 0;text-align:left;font-weight:400;border-top:1px solid ${light.line}`;
  return mjml`<mj-table css-class="t r pad">
<tr><th scope="col" class="m" style="padding:0 0 6px;font-size:13px;font-weight:600;text-align:left">Last</th>${columns.map(({ name }) => mjml`<th scope="col" class="m" style="${head}">${name}</th>`)}</tr>
${lines.map(
  (line) =>
    mjml`<tr><th scope="row" class="n" style="${first}">${line.window}</th>${columns.map(({ of, css }) => mjml`<td class="n" style="${cell}${css}">${of(line)}</td>`)}</tr>`,
)}</mj-table>`;
}

/** A short list; nothing where it is empty. */
export function list(title: string, entries: readonly string[]): Mjml | null {
  if (entries.length === 0) return null;
  return mjml`${heading(title)}<mj-text css-class="t pad"><ul style="margin:0;padding:0 0 0 20px">${entries.map((entry) => mjml`<li style="margin:0 0 6px">${entry}</li>`)}</ul></mj-text>`;
}

/** A line of small print under a table or picture. */
export function note(text: string): Mjml {
  return mjml`<mj-text css-class="m pad" font-size="13px" line-height="18px" color="${light.muted}" padding-top="8px">${text}</mj-text>`;
}
