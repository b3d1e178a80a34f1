import type { TutorItem } from '@tq/platform/web';

const columns: readonly [string, (tutor: TutorItem) => string | number | null][] = [
  ['tutorId', ({ tutorId }) => tutorId],
  ['name', ({ name }) => name],
  ['level', ({ riskLevel }) => riskLevel],
  ['needsYou', ({ needsYou }) => String(needsYou)],
  ['priority', ({ priority }) => priority],
  ['score', ({ score }) => score],
  ['rescheduleRate7', ({ windows }) => windows['7'].rescheduleRate],
  ['rescheduleRate30', ({ windows }) => windows['30'].rescheduleRate],
  ['rescheduleRate90', ({ windows }) => windows['90'].rescheduleRate],
  ['reason', ({ reason }) => reason],
];

/** The marked tutors as CSV (RFC 4180). A cell that a spreadsheet would read as a formula is defused. */
export function tutorsCsv(tutors: readonly TutorItem[]): string {
  const lines = tutors.map((tutor) => columns.map(([, cell]) => cellText(cell(tutor))).join(','));
  return [columns.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

function cellText(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
