/** docs/performance.md, from what was measured. */
import { count } from './figures.mjs';
import { growths } from './growth.mjs';

const verdict = ({ isMet }) => (isMet === null || isMet === undefined ? '' : isMet ? 'met' : '**missed**');
const cell = (text) => String(text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' '); // prettier-ignore
const million = (events) => (events < 1e6 ? `${events / 1e6} M` : `${Math.round(events / 1e5) / 10} M`);
const where = ({ at, machine, others }) =>
  `${at}, ${machine.cores} cores, ${machine.memoryGb} GB${others >= 0.2 ? `, others kept ${others} cores busy` : ''}`;

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

const bySize = (a, b) => a.tutors - b.tutors || a.events - b.events || a.scorers - b.scorers;

function growthTable(rows) {
  const of = Object.keys(growths).flatMap((what) => rows.filter((row) => row.what === what).sort(bySize));
  return table(
    ['figure', 'tutors', 'events', 'scorers', 'measured', 'target', '', 'beside', 'when, on what'],
    of.map((row) => {
      const { name, text, target = '' } = growths[row.what];
      return [name, count(row.tutors), million(row.events), row.scorers, text(row.value), target, verdict(row), row.beside, where(row)]; // prettier-ignore
    }),
  );
}

/** How much faster two scorers are than one, for each size at which both were measured. */
function scorersTable(rows) {
  const folds = rows.filter(({ what }) => what === 'backlog');
  const pairs = folds.flatMap((two) => {
    const one = folds.find((row) => row.scorers === 1 && row.tutors === two.tutors && row.events === two.events);
    return two.scorers === 2 && one ? [[one, two]] : [];
  });
  if (pairs.length === 0) return 'Not measured yet.';
  return table(
    ['tutors', 'events', 'one', 'two', 'two ÷ one', 'target', 'cores'],
    pairs
      .sort(([a], [b]) => bySize(a, b))
      .map(([one, two]) => [
        count(one.tutors),
        million(one.events),
        `${count(one.value)}/s`,
        `${count(two.value)}/s`,
        (two.value / one.value).toFixed(2),
        '≥ 1.5 where cores allow: two scorers and Postgres want four',
        two.machine.cores,
      ]),
  );
}

export function documentOf({ rows, figures }) {
  return `# Performance

Written by \`npm run bench\`: every run replaces what it measured and leaves the rest. \`npm run bench -- --help\` says how
sizes are chosen. Only ratios within one run can be compared with those of another machine; what the hardware gives in the
same run stands beside each figure.

## How each grows

![How each figure grows with the events, one line for each number of tutors](performance.svg)

${growthTable(rows)}

## Two scorers

${scorersTable(rows)}

## At one size

${table(
  ['figure', 'measured', 'target', '', 'the hardware, in the same run', 'when, on what'],
  figures.map((figure) => [figure.name, figure.measured, figure.target, verdict(figure), figure.beside, where(figure)]),
)}
`;
}
