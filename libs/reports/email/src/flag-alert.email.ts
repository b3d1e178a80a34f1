import { defineEmail, mjml } from '@tq/platform/mail';
import { levelText, levelWords, type FlagAlertView } from '@tq/reports/core';
import { flagAlertPreviews } from './flag-alert.previews';
import { layout, textFooter } from './layout';
import {
  asKnownThen,
  card,
  factTable,
  heading,
  list,
  note,
  openButton,
  rateTable,
  thenWords,
  verdictBar,
} from './pieces';
import { rateSentence, section } from './session-report.email';
import { light } from './theme';

/** A flag went up without a session's end: a tutor moved one, a day closed, or the rules changed. */
export const flagAlert = defineEmail<FlagAlertView>({
  name: 'flag-alert',
  previews: flagAlertPreviews,
  subject: ({ subject }) => subject,
  body: (alert) =>
    layout({
      title: alert.subject,
      preheader: alert.preheader,
      footer: alert.footer,
      body: mjml`${verdictBar(alert.verdict, alert.tutor)}${card(
        mjml`${openButton('Open tutor', alert.tutorUrl)}${asKnownThen(alert.thenUrl)}
${list('Why', alert.why)}${list('Recommended', alert.recommended)}
${heading('Rescheduled by the tutor')}${rateTable(alert.rates)}
${heading('Other figures, 30 days')}${factTable(alert.promises)}
${
  alert.others.length > 0 &&
  mjml`${heading('In the same moment')}<mj-table css-class="t r pad">${alert.others.map(
    ({ tutor, url, thenUrl, level, because }) =>
      mjml`<tr><td style="padding:7px 12px 7px 0;border-top:1px solid ${light.line}"><a href="${url}">${tutor}</a></td><td style="padding:7px 0;border-top:1px solid ${light.line}">${levelText(level)}: <a href="${thenUrl}">${because}</a></td></tr>`,
  )}</mj-table>`
}
${alert.more !== '' && note(alert.more)}`,
      )}`,
    }),
  text: (alert) =>
    [
      `${levelWords[alert.verdict.level].shape} ${alert.verdict.word.toUpperCase()}: ${alert.tutor}`,
      alert.verdict.because,
      alert.verdict.change,
      '',
      `Open tutor: ${alert.tutorUrl}`,
      `${thenWords}: ${alert.thenUrl}`,
      ...section('Why', alert.why),
      ...section('Recommended', alert.recommended),
      '',
      'Rescheduled by the tutor',
      ...alert.rates.map((line) => `  ${rateSentence(line)}`),
      ...alert.promises.map(({ label, value }) => `  ${label}, 30 days: ${value}`),
      ...section(
        'In the same moment',
        alert.others.map(({ tutor, level, because, url }) => `${levelText(level)}: ${tutor}, ${because} – ${url}`),
      ),
      ...(alert.more === '' ? [] : [alert.more]),
      '',
      textFooter(alert.footer),
    ].join('\n'),
});
