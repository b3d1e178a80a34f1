import { DAY } from '../platform/calendar';
import { judgementsOf, type Judgement } from './evaluate';
import { measuresOf, type Measures, type Share } from './measures';

/** Of the tutors truly at risk, so many are to be identified. */
const target = 0.8;
const origin = Date.UTC(2026, 7, 26);
const days = 90;

/** Plays one platform for each seed and prints how well its at-risk tutors are found. @returns whether the target is met */
export function reportEvaluation(
  seeds: readonly number[],
  tutors: number,
  perDay: number,
  print: (line: string) => void,
): boolean {
  print(
    `Truly at risk: a true rate over its limit (moves 15 %, no-shows 5 %, cancellations 15 %), today or within 14 days.`,
  );
  print(
    `${tutors} tutors, ${perDay} sessions a day, ${days} days from ${new Date(origin).toISOString().slice(0, 10)}; every tutor judged once a week from day 35 on,`,
  );
  print(
    'with what was known that day. Flagged = high or watch. Lead = days from the first flag to the day on which the\ntrue rate passed the limit, median (quartiles); negative: flagged after it.\n',
  );
  const all: Judgement[] = [];
  const rows: string[][] = [];
  for (const seed of seeds) {
    const judgements = judgementsOf({ seed, tutors, perDay, origin: Math.floor(origin / DAY) * DAY }, days);
    rows.push(rowOf(`seed ${seed}`, measuresOf(judgements)));
    all.push(...judgements);
  }
  const total = measuresOf(all);
  rows.push(rowOf('all', total));
  for (const line of table([['', 'at risk', 'flagged', 'needs you', 'flagged rightly', 'needs you rightly', 'days of lead'], ...rows])) print(line); // prettier-ignore

  print('\nOf those at risk, flagged:');
  const parts: [string, Share][] = [
    ['by moving sessions', total.byCause.reschedules],
    ['by not coming', total.byCause.noShows],
    ['by cancelling', total.byCause.cancellations],
    ['whose rate is over its limit today', total.overNow],
    ['whose rate will be within 14 days', total.notYetOver],
    ['who got worse while observed, sooner or later', total.turnedAndFlagged],
  ];
  for (const line of table(parts.map(([name, share]) => [name, percent(share), `${share.part} of ${share.of}`])))
    print(line);
  const rate = total.identified.part / total.identified.of;
  const isMet = rate >= target;
  print(
    `\nIdentified: ${percent(total.identified)} of the tutors truly at risk; target at least ${100 * target} %: ${isMet ? 'met' : 'MISSED'}.`,
  );
  return isMet;
}

const percent = ({ part, of }: Share): string => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`);

function rowOf(name: string, measures: Measures): string[] {
  const { identified, needsYou, flaggedRight, needsYouRight, lead } = measures;
  return [
    name,
    String(identified.of),
    percent(identified),
    percent(needsYou),
    percent(flaggedRight),
    percent(needsYouRight),
    leadText(lead),
  ];
}

/** Median and quartiles of the days by which a flag came before the limit was passed. */
function leadText(lead: readonly number[]): string {
  const at = (share: number): number | undefined => lead[Math.floor(share * (lead.length - 1))];
  return lead.length === 0 ? '–' : `${at(0.5)} (${at(0.25)} … ${at(0.75)})`;
}

/** Columns as wide as their widest cell; all but the first to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   '),
  );
}
