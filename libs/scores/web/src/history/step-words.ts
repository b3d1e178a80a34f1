import { percent, type FactStepItem, type StepStandingItem, type WindowFiguresItem } from '@tq/platform/web';

const lengths = [7, 30, 90] as const;
export type Cell = Readonly<{ before: string; after: string; changed: boolean }>;
export type Row = Readonly<{ label: string; cells: readonly Cell[]; changed: boolean }>;

type Count = 'counted' | 'tutorMoved' | 'held' | 'missed' | 'tutorCancelled';
const counts: readonly (readonly [Count, string])[] = [
  ['counted', 'Counted sessions'],
  ['tutorMoved', 'Moved by the tutor'],
  ['held', 'Held'],
  ['missed', 'Missed'],
  ['tutorCancelled', 'Cancelled by the tutor'],
];
type Rate = 'rescheduleRate' | 'noShowRate' | 'cancellationRate';
const rates: readonly (readonly [Rate, string])[] = [
  ['rescheduleRate', 'Reschedule rate'],
  ['noShowRate', 'No-show rate'],
  ['cancellationRate', 'Cancellation rate'],
];
const parties = ['tutor', 'student', 'platform'] as const;

type Sides = Pick<FactStepItem, 'before' | 'after'>;

/** The figures of every window without and with a fact; moves for display only where they changed. */
export function windowRows({ before, after }: Sides): Row[] {
  const row = (label: string, of: (figures: WindowFiguresItem) => string): Row => {
    const cells = lengths.map((length) => cell(of(before.windows[length]), of(after.windows[length])));
    return { label, cells, changed: cells.some(({ changed }) => changed) };
  };
  const moves = parties.map((by) => row(`Moves by the ${by}`, ({ moves }) => String(moves[by])));
  return [
    ...rates.map(([name, label]) => row(label, (figures) => share(figures[name]))),
    ...counts.map(([name, label]) => row(label, (figures) => String(figures[name]))),
    ...moves.filter(({ changed }) => changed),
  ];
}

/** The score and the evidence without and with a fact. */
export function standingRows({ before, after }: Sides): (Cell & { readonly label: string })[] {
  return [
    { label: 'Score', ...cell(String(before.score), String(after.score)) },
    { label: 'Chance above the limit', ...cell(share(before.evidence), share(after.evidence)) },
    { label: 'Needs you', ...cell(before.needsYou ? 'yes' : 'no', after.needsYou ? 'yes' : 'no') },
  ];
}

/** The names of all that changed, in one sentence; '' where nothing did. */
export function changedWords(sides: Sides): string {
  const level = sides.before.riskLevel === sides.after.riskLevel ? [] : ['level'];
  const names = [...standingRows(sides), ...windowRows(sides)].filter(({ changed }) => changed);
  return [...level, ...names.map(({ label }) => label.toLowerCase())].join(', ');
}

/** What days that passed did to the figures, worst told first: "reschedule rate of 30 days 29 % → 25 %". */
export function passedWords(before: StepStandingItem, after: StepStandingItem): string {
  const score = cell(String(before.score), String(after.score));
  const words = score.changed ? [`score ${score.before} → ${score.after}`] : [];
  for (const [name, label] of rates)
    for (const length of lengths) {
      const { before: was, after: is, changed } = cell(share(before.windows[length][name]), share(after.windows[length][name])); // prettier-ignore
      if (changed) words.push(`${label.toLowerCase()} of ${length} days ${was} → ${is}`);
    }
  return words.join(', ');
}

function cell(before: string, after: string): Cell {
  return { before, after, changed: before !== after };
}

/** To a tenth of a percent: one session among a hundred is seen. */
function share(value: number | null): string {
  if (value === null) return percent(null);
  return `${(Math.round(value * 1000) / 10).toFixed(1)}\u00a0%`;
}
