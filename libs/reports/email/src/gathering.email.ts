import { mjml, type Email, type Mjml } from '@tq/platform/mail';
import { levelText, levelWords, type GatheringView, type Row } from '@tq/reports/core';
import { layout, textFooter } from './layout';
import { asKnownThen, card, heading, note, thenWords } from './pieces';
import { section } from './session-report.email';
import { levelColours, light } from './theme';

/** What the roll-up and the daily digest have in common: all but their name and example. */
export const gathering: Omit<Email<GatheringView>, 'name' | 'previews'> = {
  subject: ({ subject }) => subject,
  body: (view) =>
    layout({
      title: view.subject,
      preheader: view.preheader,
      footer: view.footer,
      body: mjml`<mj-section background-color="${light.card}" css-class="card" border-radius="12px 12px 0 0" padding="28px 0 0"><mj-column>
<mj-text css-class="t pad" font-size="22px" line-height="28px" font-weight="700"><h1 style="margin:0;font-size:22px;line-height:28px;font-weight:700">${view.headline}</h1></mj-text>
${tiles(view.tiles)}</mj-column></mj-section>${card(
        mjml`${rows('Worth a look', view.notable)}${quiet(view.quiet)}${rows('Called off', view.cancelled)}
${view.more !== '' && note(view.more)}
<mj-text css-class="t pad" padding-top="20px"><a href="${view.consoleUrl}">Open the console</a></mj-text>${asKnownThen(view.thenUrl)}`,
      )}`,
    }),
  text: (view) =>
    [
      view.headline.toUpperCase(),
      view.tiles.map(({ value, label }) => `${value} ${label}`).join(' · '),
      ...section('Worth a look', view.notable.map(rowSentence)),
      ...section(
        'Held, no concern',
        view.quiet.map(({ tutor, times }) => `${tutor}: ${times}`),
      ),
      ...section('Called off', view.cancelled.map(rowSentence)),
      ...(view.more === '' ? [] : ['', view.more]),
      '',
      `Open the console: ${view.consoleUrl}`,
      `${thenWords}: ${view.thenUrl}`,
      '',
      textFooter(view.footer),
    ].join('\n'),
};

function tiles(entries: GatheringView['tiles']): Mjml {
  const width = `${Math.floor(100 / entries.length)}%`;
  return mjml`<mj-table css-class="t r pad" padding-top="18px" table-layout="fixed"><tr>${entries.map(
    ({ value, label }) =>
      mjml`<td style="width:${width};padding:0 8px 0 0;vertical-align:top"><div class="n" style="font-size:26px;line-height:32px;font-weight:700">${value}</div><div class="m" style="font-size:13px;line-height:17px;color:${light.muted}">${label}</div></td>`,
  )}</tr></mj-table>`;
}

function rows(title: string, entries: readonly Row[]): Mjml | null {
  if (entries.length === 0) return null;
  return mjml`${heading(title)}<mj-table css-class="t r pad">${entries.map(
    ({ level, tutor, url, at, what, because }) => {
      const { back, text } = levelColours[level];
      const { shape, word } = levelWords[level];
      return mjml`<tr><td style="padding:10px 12px 10px 0;vertical-align:top;border-top:1px solid ${light.line}"><a href="${url}" style="font-weight:600;text-decoration:none">${tutor}</a> ${level !== 'insufficient-data' && mjml`<span class="n" style="display:inline-block;margin-left:4px;padding:0 8px;border-radius:9px;font-size:12px;line-height:18px;background-color:${back};color:${text}">${shape} ${word}</span>`}<br /><span>${at}, ${what}</span> <span class="m" style="color:${light.muted}">· ${because}</span></td></tr>`;
    },
  )}</mj-table>`;
}

function quiet(entries: GatheringView['quiet']): Mjml | null {
  if (entries.length === 0) return null;
  return mjml`${heading('Held, no concern')}<mj-table css-class="t r pad" font-size="14px">${entries.map(
    ({ tutor, url, times }) =>
      mjml`<tr><td style="padding:5px 12px 5px 0;vertical-align:top;border-top:1px solid ${light.line}"><a href="${url}" style="text-decoration:none">${tutor}</a></td><td class="m" style="padding:5px 0;vertical-align:top;color:${light.muted};border-top:1px solid ${light.line}">${times}</td></tr>`,
  )}</mj-table>`;
}

function rowSentence({ level, tutor, at, what, because, url }: Row): string {
  return `${levelText(level)}: ${tutor}, ${at}, ${what} (${because}) – ${url}`;
}
