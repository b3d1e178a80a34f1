import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { RiskLevel } from '@tq/events';
import { CalendarDay, Count, Figure as FigureField, FigureOrNull, Flag, Instant, InstantOrNull, IsCalendarDay, IsInstant, ListOf, OneOf, PageCursor, PageLimit, Part, PartOrNull, Text, TextOrNull, toWholeNumber } from '@tq/platform/http'; // prettier-ignore
import { figures, stepOrders, type ChangePart, type Figure, type How, type StepOrder } from '@tq/scores/core';
import { riskLevels, WindowsItem } from './score-card.dto';
import { AsOfQuery } from './tutor-query.dto';

const hows = ['happened', 'undone', 'learned', 'forgotten', 'corrected', 'uncorrected', 'retracted', 'excused', 'unexcused'] as const satisfies readonly How[]; // prettier-ignore
const causes = ['fact', 'window-end', 'prior', 'rules'] as const satisfies readonly ChangePart['cause'][];
const lengths = [7, 30, 90] as const;

const Version = (description: string) =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, description }),
    IsOptional(),
    Transform(toWholeNumber),
    IsInt({ message: '$property is a whole number' }),
    Min(1),
    Max(2_147_483_647),
  );
const Moment = (description: string) =>
  applyDecorators(ApiPropertyOptional({ format: 'date-time', description }), IsOptional(), IsInstant());

/** Which two readings of one tutor, and which figure of them. */
export class ChangeQuery {
  @ApiPropertyOptional({ format: 'date', description: 'The one side: as of this day; default: that of fromKnownAt, else today' }) // prettier-ignore
  @IsOptional()
  @IsCalendarDay()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'The other side; default: that of toKnownAt, else today' })
  @IsOptional()
  @IsCalendarDay()
  to?: string;

  @Moment('With what was known then; default: all that is known now') fromKnownAt?: string;
  @Moment('The same for the other side') toKnownAt?: string;
  @Version('Another rule set than the one in force at the end of its day') fromRuleSet?: number;
  @Version('The same for the other side') toRuleSet?: number;

  @ApiPropertyOptional({ enum: figures, description: 'Default score' })
  @IsOptional()
  @IsIn(figures)
  figure?: Figure;

  @ApiPropertyOptional({ type: 'integer', enum: lengths, description: 'Days of a rate; default 30' })
  @IsOptional()
  @Transform(toWholeNumber)
  @IsIn(lengths)
  window?: 7 | 30 | 90;
}

/** Which facts of one tutor, by which clock. */
export class StepsQuery extends AsOfQuery {
  @ApiPropertyOptional({ enum: stepOrders, description: 'By when they happened (default), or by when we learned of each' }) // prettier-ignore
  @IsOptional()
  @IsIn(stepOrders)
  order?: StepOrder;

  @PageLimit('Facts on a page, the newest first of all; default 50') limit?: number;
  @PageCursor() cursor?: string;
}

/** A fact as it stood. */
export class StandingFact {
  @Text('CloudEvents source') source!: string;
  @Text('CloudEvents id; with source and tutor its identity') id!: string;
  @Text('CloudEvents type', 'tutoring.session.rescheduled.v1') type!: string;
  @Instant('When it happened') time!: string;
  @Instant('When we learned of it first') learnedAt!: string;
  @TextOrNull('The session that it is about') sessionId!: string | null;
  @Flag('It is excused, by the platform or by an administrator') excused!: boolean;
  @TextOrNull('Id of the correction that holds') correctedBy!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: "The fields of its type; without a student's id" }) // prettier-ignore
  data!: Record<string, unknown>;
}

export class PriorItem {
  @FigureField('α') alpha!: number;
  @FigureField('β') beta!: number;
}

/** One of the two readings. */
export class ChangeSide {
  @CalendarDay('The day') asOf!: string;
  @InstantOrNull('With what was known then; null: all that is known now') knownAt!: string | null;
  @Count('The rule set that made it') ruleSetVersion!: number;
  @Part(() => PriorItem, "The day's prior") prior!: PriorItem;
  @Flag('Some fact stood on or before the day') known!: boolean;
  @FigureOrNull('The figure; null where there is nothing to divide by') value!: number | null;
  @OneOf(riskLevels, 'Risk level') riskLevel!: RiskLevel;
}

/** A day at the end of a window. */
export class WindowEnd {
  @OneOf(lengths, 'Days of the window') window!: 7 | 30 | 90;
  @CalendarDay('The day that is no longer in it') day!: string;
  @Count('What it held: counted') counted!: number;
  @Count('tutorMoved') tutorMoved!: number;
  @Count('held') held!: number;
  @Count('missed') missed!: number;
  @Count('tutorCancelled') tutorCancelled!: number;
}

/** One cause of the difference and what it did; each begins where the one before ended. */
export class ChangePartItem {
  @OneOf(causes, 'What it is') cause!: ChangePart['cause'];
  @CalendarDay('As of which day the figure is read at this place') asOf!: string;
  @ApiProperty({ enum: hows, type: 'string', nullable: true, description: 'Of a fact: what became of it; null for the others' }) // prettier-ignore
  how!: How | null;
  @InstantOrNull('Of a fact: when that was learned; null for the others') at!: string | null;
  @PartOrNull(() => StandingFact, 'The fact; null for the others') fact!: StandingFact | null;
  @ListOf(() => WindowEnd, 'Days that end with a window; where days are passed backwards, that are in it again') days!: WindowEnd[]; // prettier-ignore
  @FigureOrNull('The figure before it') before!: number | null;
  @FigureOrNull('The figure after it') after!: number | null;
  @ApiProperty({ type: 'integer', description: 'The difference in whole units' }) change!: number;
  @OneOf(riskLevels, 'Risk level before it') levelBefore!: RiskLevel;
  @OneOf(riskLevels, 'Risk level after it') levelAfter!: RiskLevel;
}

/** Why two readings differ. */
export class TutorChange {
  @Text('Id of the tutor') tutorId!: string;
  @OneOf(figures, 'Which figure') figure!: Figure;
  @OneOf(lengths, 'Days of a rate; the score and the evidence rest on the windows of their rules') window!: 7 | 30 | 90;
  @Count('So many whole units are 1 of the figure: 1 for the score, 10000 for a share') unitsPerOne!: number;
  @Part(() => ChangeSide, 'The one reading') before!: ChangeSide;
  @Part(() => ChangeSide, 'The other') after!: ChangeSide;
  @ApiProperty({ type: 'integer', description: 'The difference in whole units, no figure taken as 0: the sum of the parts' }) // prettier-ignore
  change!: number;
  @ListOf(() => ChangePartItem, 'Whatever changed the figure or the level, in their order') parts!: ChangePartItem[];
  @Count('Facts between the readings that changed neither') otherFacts!: number;
  @Count('Days at the end of a window that changed neither') otherWindowEnds!: number;
}

/** How a tutor stands on one side of a fact. */
export class StepStandingItem {
  @OneOf(riskLevels, 'Risk level') riskLevel!: RiskLevel;
  @Flag('An administrator should step in') needsYou!: boolean;
  @FigureField('0–100, 100 best') score!: number;
  @FigureOrNull('Probability that the true reschedule rate exceeds the limit') evidence!: number | null;
  @Part(() => WindowsItem, 'Figures by window') windows!: WindowsItem;
}

/** One fact, and the figures of its day without and with it. */
export class FactStepItem {
  @OneOf(hows, 'What became of the fact') how!: How;
  @Instant('When it happened, or when that was learned') at!: string;
  @CalendarDay('As of which day the figures are read') asOf!: string;
  @Part(() => StandingFact, 'The fact as it stands then, or last stood') fact!: StandingFact;
  @Part(() => StepStandingItem, 'Just before it') before!: StepStandingItem;
  @Part(() => StepStandingItem, 'Just after it') after!: StepStandingItem;
}

export class FactStepPage {
  @ListOf(() => FactStepItem, 'The page, oldest first: a page further on is earlier') items!: FactStepItem[];
  @Count('Facts before this page') earlier!: number;
  @TextOrNull('Send it as `cursor` for the facts before; null at the first') nextCursor!: string | null;
}
