import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@tq/platform/postgres';
import { dayFromText, dayText, weekdayOf } from '@tq/sessions/core';
import { historyOf } from '../histories';
import { RememberedPriors } from './remembered-priors';
import type { HistoryDay, WeekdayMoves } from './tutor-history.dto';

const days = 90;

/** How one tutor came to stand where they stand. */
@Injectable()
export class TutorHistory {
  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(RememberedPriors) private readonly priors: RememberedPriors,
  ) {}

  /** The 90 days that end with a day: each by its own prior and the rules in force at its end. */
  async of(
    tutorId: string,
    asOfText: string,
  ): Promise<{ history: HistoryDay[]; weekdayMoves: WeekdayMoves[]; levelSince: string | null }> {
    const asOf = dayFromText(asOfText);
    const projection = await this.database.projection();
    const [history, weekdayMoves] = await Promise.all([
      historyOf(this.database.pool, projection, tutorId, { asOf, days, now: Date.now(), priors: this.priors.of }),
      this.weekdays(projection.schema, tutorId, asOf),
    ]);
    const level = history.at(-1)?.riskLevel;
    const before = history.findLastIndex(({ riskLevel }) => riskLevel !== level);
    return {
      history: history.map(({ day, rescheduleRate30, counted30, riskLevel }) => ({
        day: dayText(day),
        rescheduleRate30,
        counted30,
        riskLevel,
      })),
      weekdayMoves,
      levelSince: before < 0 && history.length === days ? null : dayText(history[before + 1]?.day ?? asOf),
    };
  }

  private async weekdays(schema: string, tutorId: string, asOf: number): Promise<WeekdayMoves[]> {
    const { rows } = await this.database.pool.query<{ day: number; tutor_moved: number; counted: number }>(
      `SELECT day, tutor_moved, counted FROM ${schema}.tutor_day WHERE tutor_id = $1 AND day BETWEEN $2 AND $3`,
      [tutorId, asOf - days + 1, asOf],
    );
    const sums = Array.from({ length: 7 }, (_, index) => ({ weekday: index + 1, moved: 0, counted: 0 }));
    for (const { day, tutor_moved, counted } of rows) {
      const sum = sums[weekdayOf(day) - 1]!;
      sum.moved += tutor_moved;
      sum.counted += counted;
    }
    const all = sums.reduce((total, { moved }) => total + moved, 0);
    return sums.map((sum) => ({ ...sum, share: all === 0 ? null : sum.moved / all }));
  }
}
