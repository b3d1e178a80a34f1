import type { RebuildItem } from '../api/models';
import { dayText, durationText, plural, wholeNumber } from '../state/format';

type Told = Pick<
  RebuildItem,
  'kind' | 'state' | 'folded' | 'total' | 'fromVersion' | 'toVersion' | 'dryRun' | 'comparison'
>;

const titles = {
  rebuild: 'Rebuild from the first event',
  back: 'Going back to the version before',
  'what-if': 'A look, from the first event',
} as const;

/** What it is, as a heading. */
export function rebuildTitle({ kind }: Pick<RebuildItem, 'kind'>): string {
  return titles[kind];
}

const states: Readonly<Record<RebuildItem['state'], string>> = {
  waiting: 'waiting',
  folding: 'under way',
  paused: 'paused',
  comparing: 'comparing',
  equal: 'nothing differs',
  differs: 'something differs',
  switched: 'switched',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** How it stands, in a word or two. */
export const rebuildState = ({ state }: Pick<RebuildItem, 'state'>): string => states[state];

/** How it stands, in one sentence. */
export function rebuildSentence(rebuild: Told): string {
  const made = rebuild.toVersion === null ? 'The new version' : `Version ${rebuild.toVersion}`;
  switch (rebuild.state) {
    case 'waiting':
      return 'Waiting for the scoring service to begin.';
    case 'folding':
      if (rebuild.total > 0 && rebuild.folded >= rebuild.total)
        return `${made} holds all of the log; its indexes and score cards are being made. Readers still see version ${rebuild.fromVersion}.`;
      return `${made} is being made from the log; readers still see version ${rebuild.fromVersion}.`;
    case 'paused':
      return `Paused at ${wholeNumber(rebuild.folded)} of ${wholeNumber(rebuild.total)} records; nothing of it is lost.`;
    case 'comparing':
      return 'Both versions hold the same log; they are being compared.';
    case 'equal':
      return `Nothing differs${rebuild.dryRun ? '; it was only to be compared.' : ': readers are about to be switched.'}`;
    case 'differs':
      return `${differenceWords(rebuild.comparison)} ${rebuild.kind === 'what-if' || rebuild.dryRun ? 'It was only to be compared.' : `Readers see version ${rebuild.fromVersion} until you decide.`}`;
    case 'switched':
      return `Readers see version ${rebuild.toVersion ?? '?'} since then.`;
    case 'cancelled':
      return 'Cancelled; what was made is taken away.';
    case 'failed':
      return 'It failed, and can go on from where it stands.';
  }
}

/** What differs, counted: "3 tutors of 412 differ: 5 counts, 1 level." */
export function differenceWords(comparison: RebuildItem['comparison']): string {
  if (!comparison) return 'Something differs.';
  const { tutors, differingTutors, counts, levels } = comparison;
  if (differingTutors === 0) return `None of ${plural(tutors, 'tutor')} differs in any figure.`;
  return `${plural(differingTutors, 'tutor')} of ${wholeNumber(tutors)} ${differingTutors === 1 ? 'differs' : 'differ'}: ${plural(counts, 'count')}, ${plural(levels, 'level')}.`;
}

/** How far, from 0 to 1. */
export function progressOf({ folded, total }: Pick<RebuildItem, 'folded' | 'total'>): number {
  return total === 0 ? 0 : Math.min(1, folded / total);
}

/** "412,000 of 3,000,000 records · 98,000 a second · 26 s left". */
export function progressWords(rebuild: Pick<RebuildItem, 'folded' | 'total' | 'perSecond' | 'secondsLeft'>): string {
  const { folded, total, perSecond, secondsLeft } = rebuild;
  if (total === 0) return 'The log is being measured …';
  if (folded >= total) return `All ${plural(total, 'record')}`;
  return [
    `${wholeNumber(folded)} of ${wholeNumber(total)} records`,
    ...(perSecond === null || perSecond < 0.5 ? [] : [`${wholeNumber(Math.round(perSecond))} a second`]),
    ...(secondsLeft === null ? [] : [`${durationText(secondsLeft * 1000)} left`]),
  ].join(' · ');
}

/** The counts of a tutor's day in words, in the order of other screens. */
const counts: Readonly<Record<string, string>> = {
  facts: 'Facts',
  sessions: 'Sessions',
  counted: 'Counted sessions',
  tutor_moved: 'Moved by the tutor',
  held: 'Held',
  missed: 'Missed',
  tutor_cancelled: 'Cancelled by the tutor',
  first_missed: 'First sessions missed',
  moves_tutor: 'Moves by the tutor',
  moves_student: 'Moves by the student',
  moves_platform: 'Moves by the platform',
};
const order = Object.keys(counts);

/** The names of counts as they are listed: those we know first. */
export function inOrder(names: readonly string[]): string[] {
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.toSorted((a, b) => place(a) - place(b));
}

/** "tutor_moved" → "Moved by the tutor". */
export const countName = (name: string): string => counts[name] ?? name.replaceAll('_', ' ');

/** What differs: "2026-11-03 tutor_moved" → "3 Nov 2026: Moved by the tutor", "riskLevel" → "risk level". */
export function fieldName(field: string): string {
  const [, day, name] = /^(\d{4}-\d{2}-\d{2}) (\w+)$/.exec(field) ?? [];
  if (day !== undefined && name !== undefined) return `${dayText(day, true)}: ${countName(name)}`;
  return field.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
