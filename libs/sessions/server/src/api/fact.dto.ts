import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { Flag, Instant, ListOf, OneOf, Text, TextOrNull } from '@tq/platform/http';

/** One fact of a tutor, as it is known now (corrections and excuses applied). */
export class FactItem {
  @Text('CloudEvents source') source!: string;
  @Text('CloudEvents id; with source and tutor its identity') id!: string;
  @Text('CloudEvents type', 'tutoring.session.rescheduled.v1') type!: string;
  @Instant('When it happened') time!: string;
  @Instant('When we learned of it') learnedAt!: string;
  @TextOrNull('The session that it is about') sessionId!: string | null;
  @OneOf(['standing', 'retracted', 'anomaly'], 'Whether it stands; an anomaly was accepted but says something odd')
  standing!: 'standing' | 'retracted' | 'anomaly';
  @TextOrNull('What is odd about it') anomaly!: string | null;
  @Flag('It is excused, by the platform or by an administrator') excused!: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: "The fields of its type; without a transcript's utterances and a student's id",
  })
  data!: Record<string, unknown>;
}

export class FactPage {
  @ListOf(() => FactItem, 'The page, newest first') items!: FactItem[];
  @TextOrNull('Send it as `cursor` for the next page; null on the last') nextCursor!: string | null;
}

/** Which fact of the tutor is meant, and why it is (or is no longer) excused. */
export class ExcuseCommand {
  @ApiProperty({ description: 'Source of the fact', minLength: 1, maxLength: 512 })
  @IsString()
  @Length(1, 512)
  factSource!: string;

  @ApiProperty({ description: 'Id of the fact', minLength: 1, maxLength: 128 })
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'factId is not an id' })
  factId!: string;

  @ApiProperty({ required: false, description: 'Why, for whoever asks later', maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}
