import type { RiskLevel, RuleSet } from '@tq/events';
import type { Projection, Queryable } from '@tq/platform/postgres';
import { assess, type Prior } from '@tq/scores/core';
import { addCounts, dayOf, noCounts, type Day, type DayCounts, type Windows } from '@tq/sessions/core';
import { endOfDay } from './day-end';
import { priorsOfDays } from './priors.query';
import { inForceBefore, ruleSets } from './rule-set-store';

/** How a tutor stood as of one day, by the day's own prior and the rules in force at its end. */
export interface HistoryDay {
  readonly day: Day;
  readonly riskLevel: RiskLevel;
  readonly needsYou: boolean;
  /** Of the 30 days that end with the day; null over 0. */
  readonly rescheduleRate30: number | null;
  readonly counted30: number;
}

/** Where the priors come from: {@link priorsOfDays}, or what a reader remembers of it. */
export type PriorsOfDays = typeof priorsOfDays;

type DayRow = { tutor_id: string; day: Day } & Record<string, number>;

/** What judging a run of days needs: each day's prior and rules, and the counts of the tutors. */
export interface Past {
  /** How a tutor stood as of a day; undefined where no fact stood until then, and for days that are not loaded. */
  standing(tutorId: string, day: Day): HistoryDay | undefined;
}

/**
 * Loads what is needed to say how tutors stood as of any day from `from` to `to`, with all that is known now.
 * @param now epoch milliseconds: by which rules a day is judged that is not over
 */
export async function loadPast(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  tutorIds: readonly string[],
  span: { readonly from: Day; readonly to: Day; readonly now: number; readonly priors?: PriorsOfDays },
): Promise<Past> {
  const { schema, timeZone } = projection;
  const rules = await rulesOfDays(db, timeZone, span);
  const priors = await (span.priors ?? priorsOfDays)(db, schema, span.from, span.to);
  const days = await db.query<DayRow>({
    name: `past days ${schema}`,
    text: `SELECT * FROM ${schema}.tutor_day WHERE tutor_id = ANY ($1) AND day BETWEEN $2 AND $3`,
    values: [tutorIds, span.from - 89, span.to],
  });
  const first = await db.query<{ tutor_id: string; first_at: number }>(
    `SELECT tutor_id, first_at FROM ${schema}.tutor WHERE tutor_id = ANY ($1) AND first_at IS NOT NULL`,
    [tutorIds],
  );
  const firstDays = new Map(first.rows.map((row) => [row.tutor_id, dayOf(row.first_at, timeZone)]));
  const counts = Map.groupBy(days.rows, (row) => row.tutor_id);
  const running = new Map<string, RunningCounts>();

  return {
    standing(tutorId, day) {
      if ((firstDays.get(tutorId) ?? Infinity) > day || day < span.from || day > span.to) return undefined;
      let sums = running.get(tutorId);
      if (!sums) running.set(tutorId, (sums = new RunningCounts(counts.get(tutorId) ?? [], span.from - 90, span.to)));
      return standingOf(tutorId, day, sums, priors.get(day) as Prior, rules.get(day) as RuleSet);
    },
  };
}

/** One tutor's last days, oldest first; days before the first standing fact are left out. */
export async function historyOf(
  db: Queryable,
  projection: Pick<Projection, 'schema' | 'timeZone'>,
  tutorId: string,
  request: { readonly asOf: Day; readonly days: number; readonly now: number; readonly priors?: PriorsOfDays },
): Promise<HistoryDay[]> {
  const from = request.asOf - request.days + 1;
  const { asOf: to, now, priors } = request;
  const past = await loadPast(db, projection, [tutorId], { from, to, now, ...(priors && { priors }) });
  const history: HistoryDay[] = [];
  for (let day = from; day <= request.asOf; day++) {
    const standing = past.standing(tutorId, day);
    if (standing) history.push(standing);
  }
  return history;
}

/** The rules in force at the end of each day; of one that is not over, those in force now. */
export async function rulesOfDays(
  db: Queryable,
  timeZone: string,
  { from, to, now }: { from: Day; to: Day; now: number },
): Promise<Map<Day, RuleSet>> {
  const all = await ruleSets(db);
  const rules = new Map<Day, RuleSet>();
  for (let day = from; day <= to; day++)
    rules.set(day, inForceBefore(all.length === 1 ? Infinity : Math.min(endOfDay(day, timeZone), now + 1), all));
  return rules;
}

/** What was counted up to and including each day, so that any window is one subtraction. */
class RunningCounts {
  private readonly sums: DayCounts[] = [];

  constructor(
    rows: readonly DayRow[],
    private readonly before: Day,
    to: Day,
  ) {
    const byDay = new Map(rows.map((row) => [row.day, countsOf(row)]));
    let sum = noCounts;
    for (let day = before; day <= to; day++) {
      const counts = byDay.get(day);
      if (counts) sum = addCounts(sum, counts);
      this.sums.push(sum);
    }
  }

  window(asOf: Day, length: number): DayCounts {
    return addCounts(this.upTo(asOf), this.upTo(asOf - length), -1);
  }

  private upTo(day: Day): DayCounts {
    return this.sums[day - this.before] ?? noCounts;
  }
}

function countsOf(row: DayRow): DayCounts {
  return {
    counted: row['counted'] ?? 0,
    tutorMoved: row['tutor_moved'] ?? 0,
    held: row['held'] ?? 0,
    missed: row['missed'] ?? 0,
    tutorCancelled: row['tutor_cancelled'] ?? 0,
    movesTutor: row['moves_tutor'] ?? 0,
    movesStudent: row['moves_student'] ?? 0,
    movesPlatform: row['moves_platform'] ?? 0,
    firstMissed: row['first_missed'] ?? 0,
  };
}

function standingOf(tutorId: string, day: Day, sums: RunningCounts, prior: Prior, rules: RuleSet): HistoryDay {
  const windows: Windows = { 7: sums.window(day, 7), 30: sums.window(day, 30), 90: sums.window(day, 90) };
  const card = assess({ tutorId, name: null, departedAt: null, asOf: day, windows, prior, rules });
  return {
    day,
    riskLevel: card.riskLevel,
    needsYou: card.needsYou,
    rescheduleRate30: card.windows['30'].rescheduleRate,
    counted30: card.windows['30'].counted,
  };
}
