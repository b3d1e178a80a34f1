import { csvLine } from '@tq/platform/http';
import type { TutorItem } from './tutor-item.dto';

const columns: readonly (readonly [name: string, of: (item: TutorItem) => string | number | boolean | null])[] = [
  ['tutorId', (item) => item.tutorId],
  ['name', (item) => item.name],
  ['asOf', (item) => item.asOf],
  ['riskLevel', (item) => item.riskLevel],
  ['needsYou', (item) => item.needsYou],
  ['evidence', (item) => item.evidence.grade],
  ['probability', (item) => item.evidence.probability],
  ['priority', (item) => item.priority],
  ['score', (item) => item.score],
  ['reason', (item) => item.reason],
  ...(['7', '30', '90'] as const).flatMap((days) =>
    (
      [
        'counted',
        'tutorMoved',
        'held',
        'missed',
        'tutorCancelled',
        'rescheduleRate',
        'noShowRate',
        'cancellationRate',
      ] as const
    ).map((figure) => [`${figure}${days}`, (item: TutorItem) => item.windows[days][figure]] as const),
  ),
  ['levelSince', (item) => item.levelSince],
  ['upcomingSessions', (item) => item.upcomingSessions],
  ['departedAt', (item) => item.departedAt],
  ['ruleSetVersion', (item) => item.ruleSetVersion],
];

/** A list of tutors as CSV (RFC 4180), with a byte order mark so that spreadsheets read it as UTF-8. */
export function tutorsCsv(items: readonly TutorItem[]): string {
  const header = csvLine(columns.map(([name]) => name));
  return `\uFEFF${header}${items.map((item) => csvLine(columns.map(([, of]) => of(item)))).join('')}`;
}
