import { defineEmail, lineChart, mjml, pngOf } from '@tq/platform/mail';
import { levelWords, type SessionReportView } from '@tq/reports/core';
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
import { sessionReportPreviews } from './session-report.previews';
import { trendColours } from './theme';

const trendImage = 'trend@tutor-quality';
/** Pixels that the picture is shown at, and drawn at for screens of double density. */
const [shownWidth, drawnWidth] = [536, 1072];

/** The report of one session that ended. */
export const sessionReport = defineEmail<SessionReportView>({
  name: 'session-report',
  previews: sessionReportPreviews,
  subject: ({ subject }) => subject,
  body: (report) =>
    layout({
      title: report.subject,
      preheader: report.preheader,
      footer: report.footer,
      body: mjml`${verdictBar(report.verdict, report.tutor)}${card(
        mjml`${openButton('Open tutor', report.tutorUrl)}${asKnownThen(report.thenUrl)}
${heading(report.headline)}${factTable(report.facts)}
${heading('Rescheduled by the tutor')}${rateTable(report.rates)}
${heading('Other figures, 30 days')}${factTable(report.others)}
${report.trend && mjml`${heading('Reschedule rate over 90 days')}<mj-image src="cid:${trendImage}" alt="${report.trend.summary}" width="${shownWidth}px" css-class="pad" />${note('Each point is the rate of the 30 days before it. Dashed: the limit.')}`}
${list('Why', report.why)}${list('Recommended', report.recommended)}`,
      )}`,
    }),
  text: (report) => {
    const { shape } = levelWords[report.verdict.level];
    return [
      `${shape} ${report.verdict.word.toUpperCase()}: ${report.tutor}`,
      report.verdict.because,
      report.verdict.change,
      '',
      `Open tutor: ${report.tutorUrl}`,
      `${thenWords}: ${report.thenUrl}`,
      '',
      report.headline,
      ...report.facts.map(({ label, value }) => `  ${label}: ${value}`),
      '',
      'Rescheduled by the tutor',
      ...report.rates.map((line) => `  ${rateSentence(line)}`),
      ...report.others.map(({ label, value }) => `  ${label}: ${value}`),
      ...(report.trend === null ? [] : ['', report.trend.summary]),
      ...section('Why', report.why),
      ...section('Recommended', report.recommended),
      '',
      textFooter(report.footer),
    ].join('\n');
  },
  images: ({ trend }) => {
    if (trend === null) return [];
    return [{ cid: trendImage, png: pngOf(lineChart({ ...trend, colours: trendColours }), drawnWidth) }];
  },
});

/** "30 days: 6 of 21 = 29 %, likely 14–50 %, ↑ 4 pts" */
export function rateSentence({ window, count, rate, likely, change }: SessionReportView['rates'][number]): string {
  return [`${window}: ${count} = ${rate}`, likely === '' ? '' : `likely ${likely}`, change]
    .filter((text) => text !== '')
    .join(', ');
}

/** A titled list of the plain-text part; nothing where it is empty. */
export function section(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : ['', title, ...entries.map((entry) => `  - ${entry}`)];
}
