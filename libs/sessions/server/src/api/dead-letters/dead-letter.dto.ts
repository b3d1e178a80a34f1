import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Count, Instant, ListOf, OneOf, Part, Text, TextOrNull } from '@tq/platform/http';
import { PageQuery } from '../session.dto';

export const deadLetterStates = ['open', 'sent-again', 'set-aside'] as const;
export type DeadLetterState = (typeof deadLetterStates)[number];

export class DeadLetterReason {
  @Text('JSON Pointer to what is wrong; empty: the whole of it', '/data/rating') pointer!: string;
  @Text('What is wrong') detail!: string;
}

/** A record of the log that is no valid event. Its place is its identity. */
export class DeadLetterRow {
  @Text('Topic') topic!: string;
  @Count('Partition') partition!: number;
  @Text('Offset') offset!: string;
  @Instant('Log time') at!: string;
  @TextOrNull('Its producer, where that could be read') producer!: string | null;
  @ListOf(() => DeadLetterReason, 'What is wrong with it') reasons!: DeadLetterReason[];
  @OneOf(deadLetterStates, 'What was decided about it last') state!: DeadLetterState;
  @TextOrNull('Its first characters; null where it is no text, or has no value') preview!: string | null;
}

export class DeadLetterCounts {
  @Count('Nobody has decided about them') open!: number;
  @Count('Sent again, as they were or mended') sentAgain!: number;
  @Count('Set aside, with a reason') setAside!: number;
}

export class DeadLetterPage {
  @ListOf(() => DeadLetterRow, 'The page, newest first') items!: DeadLetterRow[];
  @TextOrNull('Send it as `cursor` for the next page; null on the last') nextCursor!: string | null;
  @Part(() => DeadLetterCounts, 'How many there are in each state') counts!: DeadLetterCounts;
}

/** What somebody did about a dead letter. None is ever taken away. */
export class DeadLetterStep {
  @Instant('When') at!: string;
  @Text('Who') by!: string;
  @OneOf(['sent-again', 'set-aside', 'reopened'], 'What') what!: 'sent-again' | 'set-aside' | 'reopened';
  @TextOrNull('Why, where that was asked') reason!: string | null;
  @TextOrNull('What was sent, where it was mended') document!: string | null;
}

export class DeadLetterDetail extends DeadLetterRow {
  @TextOrNull('The value as text; null where it is no UTF-8, or has none') value!: string | null;
  @TextOrNull('The value as bytes, base64; null: it has none') valueBase64!: string | null;
  @TextOrNull('The key as text; bytes that are none are replaced') key!: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Headers; bytes that are no text as `base64:…`',
  })
  headers!: Record<string, string>;
  @ListOf(() => DeadLetterStep, 'Who did what, newest first') history!: DeadLetterStep[];
}

export class DeadLetterQuery extends PageQuery {
  @ApiPropertyOptional({ enum: deadLetterStates, description: 'Only those in this state; default open' })
  @IsOptional()
  @IsIn(deadLetterStates)
  state?: DeadLetterState;
}

/** The text is sent as it is, byte for byte, so that no number of it changes on the way. Whatever the log takes fits. */
export class MendedDocument {
  @ApiPropertyOptional({
    type: String,
    description: 'The mended document as JSON text; without it, the value as it was',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1_100_000)
  document?: string;
}

export class DeadLetterCheck {
  @ListOf(() => DeadLetterReason, 'What is wrong; empty: it may be sent') problems!: DeadLetterReason[];
}

export class SetAsideCommand {
  @ApiProperty({ description: 'Why nothing is to be done about it', minLength: 1, maxLength: 500 })
  @IsString()
  @MaxLength(500)
  @Matches(/^[^\0]*[^\0\s][^\0]*$/, { message: 'reason must say something' })
  reason!: string;
}
