import type { RiskLevel } from '@tq/events';
import { byTime, dayOf, FactDays, isNothing, windowLengths, type Day, type DayCounts, type Fact, type WindowLength } from '@tq/sessions/core'; // prettier-ignore
import { figureOf, inUnits, judged, type Figure, type Judging } from './figure';
import { learnedBetween, stoodAt, type FactChange, type StoodAtTwo, type Told } from './told';

/** A reading: of a day, with what was known at a moment (epoch milliseconds; null: now), by a prior and rules. */
export interface ReadingOf extends Judging {
  readonly asOf: Day;
  readonly knownAt: number | null;
}

/** A day that is no longer in a window (or is in it again, where days are passed backwards), with what it held. */
export interface DayAtEnd {
  readonly window: WindowLength;
  readonly day: Day;
  readonly counts: DayCounts;
}

export type Cause =
  | ({ readonly cause: 'fact' } & Pick<FactChange, 'how' | 'at' | 'fact'>)
  | { readonly cause: 'window-end'; readonly days: readonly DayAtEnd[] }
  | { readonly cause: 'prior' }
  | { readonly cause: 'rules' };

/** One cause and what it did: the figure and the level before and after it, the change in whole units. */
export type ChangePart = Cause & {
  /** The day as of which the figure is read. */
  readonly asOf: Day;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number;
  readonly levelBefore: RiskLevel;
  readonly levelAfter: RiskLevel;
};

/** Why a figure differs between two readings. */
export interface Change {
  readonly before: SideOf;
  readonly after: SideOf;
  /** In whole units: the sum of all parts. */
  readonly change: number;
  readonly parts: readonly ChangePart[];
  /** Facts and window ends between the readings that changed neither the figure nor the level. */
  readonly without: { readonly facts: number; readonly windowEnds: number };
}

interface SideOf {
  readonly value: number | null;
  readonly riskLevel: RiskLevel;
  /** Some fact stood on or before the day. */
  readonly known: boolean;
}

/**
 * The way from one reading to the other, one cause after another: first what is known otherwise of the days up to the
 * earlier reading's, in the order of learning; then day by day what ends with a window and what happened; then the prior
 * and the rules. Each part is the figure after its cause less the figure before it, and each begins where the last one
 * ended, so that they come to the difference exactly. Depends on the set of what was said only.
 */
export function whyChanged(told: Told, from: ReadingOf, to: ReadingOf, figure: Figure, window: WindowLength): Change {
  const { timeZone } = told;
  const [first, second] = [from.knownAt ?? Infinity, to.knownAt ?? Infinity];
  const stood = stoodAt(told, first, second);
  const way = new Way(new FactDays(timeZone), from, figure, window);
  const dayOfFact = ({ at }: Fact) => dayOf(at, timeZone);

  way.begin(stood.flatMap(({ was }) => (was && dayOfFact(was) <= from.asOf ? [was] : [])));
  const known = stood.some(({ was }) => was && dayOfFact(was) <= from.asOf);
  const before = { ...way.reading, known };
  for (const change of learnedBetween(stood, from.asOf, first <= second, timeZone)) way.fact(change);
  if (from.asOf <= to.asOf) passDays(way, stood, from.asOf, to.asOf, timeZone);
  else passDaysBack(way, stood, from.asOf, to.asOf, timeZone);
  way.judge({ cause: 'prior' }, { prior: to.prior, rules: from.rules });
  way.judge({ cause: 'rules' }, to);
  const after = { ...way.reading, known: stood.some(({ is }) => is && dayOfFact(is) <= to.asOf) };
  return {
    before,
    after,
    change: inUnits(figure, after.value) - inUnits(figure, before.value),
    parts: way.parts,
    without: way.without,
  };
}

function passDays(way: Way, stood: readonly StoodAtTwo[], from: Day, to: Day, timeZone: string): void {
  const facts = factsByDay(stood, from, to, timeZone);
  for (const day of eventfulDays(stood, from, to, timeZone)) {
    way.passTo(day);
    for (const fact of facts.get(day) ?? [])
      way.fact({ how: 'happened', at: fact.at, fact, before: undefined, after: fact });
  }
  way.passTo(to);
}

function passDaysBack(way: Way, stood: readonly StoodAtTwo[], from: Day, to: Day, timeZone: string): void {
  const facts = factsByDay(stood, to, from, timeZone);
  for (const day of eventfulDays(stood, to, from, timeZone).reverse()) {
    way.passTo(day);
    for (const fact of (facts.get(day) ?? []).toReversed())
      way.fact({ how: 'undone', at: fact.at, fact, before: fact, after: undefined });
    way.passTo(day - 1);
  }
  way.passTo(to);
}

/** What happened after one day, up to another, as it stands at the second moment. */
function factsByDay(stood: readonly StoodAtTwo[], after: Day, until: Day, timeZone: string): Map<Day, Fact[]> {
  const facts = stood.flatMap(({ is }) => (is ? [is] : [])).sort(byTime);
  const byDay = Map.groupBy(facts, ({ at }) => dayOf(at, timeZone));
  return new Map([...byDay].filter(([day]) => day > after && day <= until));
}

/** The days on which something happened or ends with a window; on all others nothing can change. */
function eventfulDays(stood: readonly StoodAtTwo[], after: Day, until: Day, timeZone: string): Day[] {
  const days = new Set<Day>();
  for (const { is } of stood) {
    if (!is) continue;
    const day = dayOf(is.at, timeZone);
    for (const length of [0, ...windowLengths])
      if (day + length > after && day + length <= until) days.add(day + length);
  }
  return [...days].sort((a, b) => a - b);
}

/** From reading to reading, one cause at a time. */
class Way {
  readonly parts: ChangePart[] = [];
  readonly without = { facts: 0, windowEnds: 0 };
  reading: { value: number | null; riskLevel: RiskLevel };
  private asOf: Day;
  private judging: Judging;

  constructor(
    private readonly days: FactDays,
    from: ReadingOf,
    private readonly figure: Figure,
    private readonly window: WindowLength,
  ) {
    this.asOf = from.asOf;
    this.judging = from;
    this.reading = this.read();
  }

  begin(facts: readonly Fact[]): void {
    for (const fact of facts) this.days.change(undefined, fact);
    this.reading = this.read();
  }

  fact({ how, at, fact, before, after }: FactChange): void {
    this.days.change(before, after);
    if (!this.note(() => ({ cause: 'fact', how, at, fact }))) this.without.facts++;
  }

  passTo(day: Day): void {
    const days = this.daysAtEnd(Math.min(this.asOf, day), Math.max(this.asOf, day));
    this.asOf = day;
    const noted = this.note((ofFigure) => {
      const windows = ofFigure && isRate(this.figure) ? [this.window] : rulesWindows(this.judging);
      return { cause: 'window-end', days: days.filter((one) => windows.includes(one.window)) };
    });
    if (!noted && days.length > 0) this.without.windowEnds++;
  }

  judge(cause: Cause, { prior, rules }: Judging): void {
    this.judging = { prior, rules };
    this.note(() => cause);
  }

  /** What is in a window as of the one day and no longer as of the other. */
  private daysAtEnd(from: Day, to: Day): DayAtEnd[] {
    const found: DayAtEnd[] = [];
    for (const window of windowLengths)
      for (let day = from - window + 1; day <= Math.min(from, to - window); day++) {
        const counts = this.days.countsOf(day);
        if (!isNothing(counts)) found.push({ window, day, counts });
      }
    return found;
  }

  /** @param causeOf whether the figure itself changed, or only the level */
  private note(causeOf: (ofFigure: boolean) => Cause): boolean {
    const { value: before, riskLevel: levelBefore } = this.reading;
    this.reading = this.read();
    const { value: after, riskLevel: levelAfter } = this.reading;
    if (before === after && levelBefore === levelAfter) return false;
    const change = inUnits(this.figure, after) - inUnits(this.figure, before);
    this.parts.push({ ...causeOf(before !== after), asOf: this.asOf, before, after, change, levelBefore, levelAfter });
    return true;
  }

  private read(): { value: number | null; riskLevel: RiskLevel } {
    const windows = this.days.windowsAsOf(this.asOf);
    const standing = judged(windows, this.judging);
    return { value: figureOf(this.figure, this.window, windows, standing), riskLevel: standing.riskLevel };
  }
}

const isRate = (figure: Figure): boolean => figure !== 'score' && figure !== 'evidence';
const rulesWindows = ({ rules }: Judging): readonly WindowLength[] => [rules.window, rules.fallbackWindow];
