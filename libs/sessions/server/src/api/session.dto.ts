import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import {
  Count,
  Flag,
  InstantOrNull,
  ListOf,
  OneOf,
  OneOfOrNull,
  PageCursor,
  PageLimit,
  Text,
  TextOrNull,
} from '@tq/platform/http';

export const sessionStates = ['open', 'held', 'missed', 'cancelled'] as const;
export type SessionState = (typeof sessionStates)[number];
const parties = ['tutor', 'student', 'platform'] as const;

export class SessionItem {
  @Text('Id of the tutor') tutorId!: string;
  @TextOrNull('Name of the tutor') tutorName!: string | null;
  @Text('Id of the session; tutor and session identify it') sessionId!: string;
  @OneOf(sessionStates, 'How it stands') state!: SessionState;
  @OneOfOrNull(parties, 'Who cancelled or missed it') closedBy!: (typeof parties)[number] | null;
  @Flag('Its closing is excused') excused!: boolean;
  @TextOrNull('What is taught') lessonSubject!: string | null;
  @Flag("The student's first session with this tutor") isFirstSession!: boolean;
  @InstantOrNull('Planned start, as last moved') startsAt!: string | null;
  @InstantOrNull('Planned end, as last moved') endsAt!: string | null;
  @Count('Moves before the closing, by whomever') moves!: number;
  @InstantOrNull('When the closing happened') closedAt!: string | null;
  @InstantOrNull('When the closing came onto the log') receivedAt!: string | null;
  @InstantOrNull('When it was scored') scoredAt!: string | null;
  @InstantOrNull('When the first mail with it was handed to the mail server; null: not yet, or not mailed') mailedAt!:
    string | null;
}

export class SessionPage {
  @ListOf(() => SessionItem, 'The page') items!: SessionItem[];
  @TextOrNull('Send it as `cursor` for the next page; null on the last') nextCursor!: string | null;
}

/** Where a list goes on: `limit` and `cursor`. */
export class PageQuery {
  @PageLimit() limit?: number;

  @PageCursor() cursor?: string;
}

export class SessionListQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: [...sessionStates, 'closed'],
    description:
      'Only sessions in this state; `closed` is held, missed and cancelled. Default closed, newest closing first; open ones by start',
  })
  @IsOptional()
  @IsIn([...sessionStates, 'closed'])
  state?: SessionState | 'closed';

  @ApiPropertyOptional({ description: 'Only sessions of this tutor' })
  @IsOptional()
  @IsString()
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'tutorId is not an id' })
  tutorId?: string;
}
