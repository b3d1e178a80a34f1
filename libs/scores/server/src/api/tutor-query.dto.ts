import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import type { RiskLevel } from '@tq/events';
import { IsCalendarDay, IsInstant, PageCursor, PageLimit, toFlag, toWholeNumber } from '@tq/platform/http';
import { riskLevels } from './score-card.dto';

export const sortFields = ['tutorId', 'name', 'priority', 'score', 'rescheduleRate'] as const;
export type SortField = (typeof sortFields)[number];
export type Sort = SortField | `-${SortField}`;
export const sorts: readonly Sort[] = [...sortFields, ...sortFields.map((field) => `-${field}` as const)];

const versionNumber = 'ruleSet is the version of a rule set: a whole number from 1 on';

/** Which day, under which rules. */
export class AsOfQuery {
  @ApiPropertyOptional({ format: 'date', description: 'Not after today; default today. With all that is known now' })
  @IsOptional()
  @IsCalendarDay()
  asOf?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'With what was known then; alone, asOf is its day in the platform time zone. Not after today',
  })
  @IsOptional()
  @IsInstant()
  knownAt?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'Another rule set than the one in force at the end of the day',
  })
  @IsOptional()
  @Transform(toWholeNumber)
  @IsInt({ message: versionNumber })
  @Min(1, { message: versionNumber })
  @Max(2_147_483_647, { message: versionNumber })
  ruleSet?: number;
}

/** Which tutors. */
export class TutorFilterQuery extends AsOfQuery {
  @ApiPropertyOptional({ enum: riskLevels, description: 'Only this risk level' })
  @IsOptional()
  @IsIn(riskLevels)
  risk?: RiskLevel;

  @ApiPropertyOptional({ type: 'boolean', description: 'Only those who need you, or only those who do not' })
  @IsOptional()
  @Transform(toFlag)
  @IsIn([true, false], { message: 'needsYou is true or false' })
  needsYou?: boolean;

  @ApiPropertyOptional({ description: 'Part of the name or of the id, in any case' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({ enum: sorts, description: '`-` reverses; null last; ties by tutorId. Default tutorId' })
  @IsOptional()
  @IsIn(sorts)
  sort?: Sort;
}

/** Which tutors, and which page of them. */
export class TutorListQuery extends TutorFilterQuery {
  @PageLimit('Tutors on a page; default 50') limit?: number;

  @PageCursor() cursor?: string;
}
