import { secondsLeft, type Comparison, type Difference, type Rebuild } from '@tq/replays/server';

const count = (number: number): string => Math.round(number).toLocaleString('en');
const width = 28;
const mostNamed = 20;

const stands: Readonly<Record<Exclude<Rebuild['state'], 'folding'>, string>> = {
  waiting: 'Beginning …',
  comparing: 'Comparing both versions …',
  paused: 'Paused.',
  equal: 'Nothing differs.',
  differs: 'Something differs.',
  switched: 'Switched.',
  cancelled: 'Cancelled.',
  failed: 'It failed.',
};

/** One line that says how far a rebuild is. */
export function progressLine({ state, folded, total, perSecond, problem }: Rebuild): string {
  if (problem) return problem;
  if (state !== 'folding') return stands[state];
  if (total === 0) return 'The log is being measured …';
  const share = Math.min(1, folded / total);
  const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
  if (folded >= total) return `${bar} 100 %  all ${count(total)} records; indexes and score cards are being made …`;
  const left = secondsLeft(folded, total, perSecond);
  const rate = perSecond === null ? '' : `, ${count(perSecond)} a second`;
  const time = left === null || left === 0 ? '' : `, ${duration(left)} left`;
  return `${bar} ${Math.floor(share * 100)} %  ${count(folded)} of ${count(total)} records${rate}${time}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** What two versions say differently, for a terminal. */
export function comparisonLines({
  tutors,
  differingTutors,
  counts,
  levels,
  records,
  totals,
  items,
}: Comparison): string[] {
  // prettier-ignore
  const both = `Compared at equal offsets: ${plural(tutors, 'tutor')}, ${plural(records, 'record')}.`;
  if (differingTutors === 0) return [both, 'Nothing differs.'];
  const sums = Object.keys(totals.rebuilt)
    .filter((name) => totals.active[name] !== totals.rebuilt[name])
    .map(
      (name) =>
        `  ${name.replaceAll('_', ' ')}: ${count(totals.active[name] ?? 0)} → ${count(totals.rebuilt[name] ?? 0)}`,
    );
  return [
    both,
    `${plural(differingTutors, 'tutor')} ${differingTutors === 1 ? 'differs' : 'differ'}: ${plural(counts, 'count')} of a day, ${plural(levels, 'risk level')}.`,
    ...(sums.length > 0
      ? ['In all (what readers see → rebuilt):', ...sums]
      : ['The sums over all tutors are the same.']),
    ...items.slice(0, mostNamed).map(({ tutorId, name, differences }) => {
      const some = differences.slice(0, 3).map((one) => `${one.field} ${bothFigures(one)}`);
      const more = differences.length > 3 ? `, and ${differences.length - 3} more` : '';
      return `  ${tutorId}${name ? ` (${name})` : ''}: ${some.join(', ')}${more}`;
    }),
    ...(differingTutors > mostNamed ? [`  … and ${count(differingTutors - mostNamed)} more`] : []),
  ];
}

/** Six digits of each, or all where they differ in later ones only. */
function bothFigures({ active, rebuilt }: Pick<Difference, 'active' | 'rebuilt'>): string {
  const short = (value: Difference['active']): string =>
    typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value ?? '–');
  const [was, is] = [short(active), short(rebuilt)];
  return was === is ? `${active} → ${rebuilt}` : `${was} → ${is}`;
}

/** Whose level would be another, for a terminal. @param file of the rules, where it is known */
export function whatIfLines(
  { tutors, differingTutors, levels, records, items }: Comparison,
  { rules, knownAt }: Pick<Rebuild, 'rules' | 'knownAt'>,
  file?: string,
): string[] {
  const changed = items.flatMap(({ tutorId, name, differences }) => {
    const level = differences.find(({ field }) => field === 'riskLevel');
    return level
      ? [`  ${tutorId}${name ? ` (${name})` : ''}: ${level.active ?? 'not listed'} → ${level.rebuilt ?? 'not listed'}`]
      : [];
  });
  const under = [
    ...(rules === null ? [] : [`under ${file ? `the rules of ${file}` : `rule set ${rules.version}`}`]),
    ...(knownAt === null ? [] : [`on the day of ${new Date(knownAt).toISOString()} with what was known then, not what is known now`]), // prettier-ignore
  ].join(' and ');
  const others = differingTutors - levels;
  return [
    `${count(records)} records, from the first: ${count(levels)} of ${plural(tutors, 'tutor')} ${levels === 1 ? 'has' : 'have'} another level ${under}.`,
    ...changed,
    ...(levels > changed.length ? [`  … and ${count(levels - changed.length)} more`] : []),
    ...(others > 0 ? [`Of ${plural(others, 'tutor')} more, other figures differ.`] : []),
    'Nothing was changed: this is only a look.',
  ];
}

const plural = (number: number, word: string): string => `${count(number)} ${word}${number === 1 ? '' : 's'}`;
