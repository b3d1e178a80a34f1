import { ApiProperty } from '@nestjs/swagger';
import { CalendarDay, CalendarDayOrNull, Count, Flag, InstantOrNull, ListOf, TextOrNull } from '@tq/platform/http';
import { ScoreCardItem } from './score-card.dto';

/** A row of the list of tutors. */
export class TutorItem extends ScoreCardItem {
  @CalendarDayOrNull('Since which day the level holds; null where that is longer ago than we look') levelSince!:
    string | null;
  @Flag('Needs you on the day, and did not the day before') newSinceYesterday!: boolean;
  @Count('Sessions planned within the next 7 days; 0 for past days') upcomingSessions!: number;
  @ApiProperty({
    type: 'array',
    items: { type: 'number', nullable: true },
    minItems: 12,
    maxItems: 12,
    description:
      'Reschedule rate of each of the 12 weeks that end with the day, oldest first; null where nothing counted',
  })
  sparkline!: (number | null)[];
}

export class TutorPage {
  @ListOf(() => TutorItem, 'The page') items!: TutorItem[];
  @TextOrNull('Send it as `cursor` for the next page; null on the last') nextCursor!: string | null;
  @Count('How many tutors the whole list holds') total!: number;
  @CalendarDay('The day of the judgement') asOf!: string;
  @InstantOrNull('With what was known then; null: with all that is known now') knownAt!: string | null;
  @Count('The rule set that made the figures') ruleSetVersion!: number;
}
