import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import type { RiskLevel } from '@tq/events';
import { CalendarDay, Count, Figure, FigureOrNull, Flag, InstantOrNull, IsCalendarDay, IsInstant, ListOf, OneOf, PageCursor, PageLimit, PartOrNull, Text, TextOrNull, toWholeNumber } from '@tq/platform/http'; // prettier-ignore
import { riskLevels } from './score-card.dto';

/** Two readings of all tutors. */
export class ComparisonQuery {
  @ApiProperty({ format: 'date', description: 'The earlier side: as of this day' })
  @IsCalendarDay()
  from!: string;

  @ApiProperty({ format: 'date', description: 'The other side' })
  @IsCalendarDay()
  to!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'With what was known then; default: all that is known now' })
  @IsOptional()
  @IsInstant()
  fromKnownAt?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The same for the other side' })
  @IsOptional()
  @IsInstant()
  toKnownAt?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'Both sides under this rule set; default: each its own',
  })
  @IsOptional()
  @Transform(toWholeNumber)
  @IsInt({ message: 'ruleSet is a whole number' })
  @Min(1)
  @Max(2_147_483_647)
  ruleSet?: number;

  @PageLimit('Tutors on a page; default 50') limit?: number;
  @PageCursor() cursor?: string;
}

export class TutorStanding {
  @OneOf(riskLevels, 'Risk level') riskLevel!: RiskLevel;
  @Flag('An administrator should step in') needsYou!: boolean;
  @Figure('0–100, 100 best') score!: number;
  @FigureOrNull('Reschedule rate of 30 days; null with nothing counted') rescheduleRate!: number | null;
}

export class ComparedTutor {
  @Text('Id of the tutor') tutorId!: string;
  @TextOrNull('null until the tutor is registered') name!: string | null;
  @PartOrNull(() => TutorStanding, 'null: not known then') before!: TutorStanding | null;
  @PartOrNull(() => TutorStanding, 'null: not known then') after!: TutorStanding | null;
}

export class TutorComparison {
  @CalendarDay('The earlier side') from!: string;
  @CalendarDay('The other side') to!: string;
  @InstantOrNull('What was known on the earlier side; null: all that is known now') fromKnownAt!: string | null;
  @InstantOrNull('The same for the other side') toKnownAt!: string | null;
  @Count('Tutors on either side') tutors!: number;
  @Count('Tutors who differ') changed!: number;
  @ListOf(() => ComparedTutor, 'Only those who differ: other levels first, then the greatest change of the score') items!: ComparedTutor[]; // prettier-ignore
  @TextOrNull('Send it as `cursor` for the next page; null on the last') nextCursor!: string | null;
}
