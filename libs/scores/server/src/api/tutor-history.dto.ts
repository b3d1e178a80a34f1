import type { RiskLevel } from '@tq/events';
import { CalendarDay, Count, FigureOrNull, OneOf } from '@tq/platform/http';
import { riskLevels } from './score-card.dto';

/** How a tutor stood as of one day. */
export class HistoryDay {
  @CalendarDay('The day') day!: string;
  @FigureOrNull('Reschedule rate of the 30 days that end with it') rescheduleRate30!: number | null;
  @Count('Counted sessions of these 30 days') counted30!: number;
  @OneOf(riskLevels, 'Risk level as of the day, by the rules in force at its end') riskLevel!: RiskLevel;
}

/** A tutor's moves on one day of the week, over 90 days. */
export class WeekdayMoves {
  @Count('1 Monday … 7 Sunday') weekday!: number;
  @Count('Counted sessions that the tutor moved') moved!: number;
  @Count('Counted sessions') counted!: number;
  @FigureOrNull("This weekday's share of all that the tutor moved in the 90 days") share!: number | null;
}
