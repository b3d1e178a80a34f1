import { MailItem } from '@tq/reports/server';
import { HistoryDayItem, TutorItem, WeekdayMoves } from '@tq/scores/server';
import { FactItem, SessionItem, UpcomingSession } from '@tq/sessions/server';
import { InstantOrNull, ListOf } from '@tq/platform/http';

/** Everything about one tutor as of a day. Sessions, facts and mails are those known now, the newest of them. */
export class TutorDetail extends TutorItem {
  @InstantOrNull('With what was known then; null: with all that is known now') knownAt!: string | null;
  @ListOf(() => HistoryDayItem, 'The 90 days that end with the day, oldest first') history!: HistoryDayItem[];
  @ListOf(() => WeekdayMoves, 'Moves by weekday over these 90 days, Monday first') weekdayMoves!: WeekdayMoves[];
  @ListOf(() => UpcomingSession, 'Sessions planned within the next 7 days, soonest first') upcoming!: UpcomingSession[];
  @ListOf(() => SessionItem, 'The 20 sessions that closed last, newest first') sessions!: SessionItem[];
  @ListOf(() => FactItem, 'The 50 newest facts; more at /api/tutors/{id}/facts') timeline!: FactItem[];
  @ListOf(() => MailItem, 'The 20 newest mails about the tutor') mails!: MailItem[];
}
