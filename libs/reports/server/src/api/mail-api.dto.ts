import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import {
  Count,
  CountOrNull,
  Figure,
  FigureOrNull,
  Flag,
  Instant,
  InstantOrNull,
  ListOf,
  ListOfText,
  OneOf,
  OneOfOrNull,
  PageCursor,
  PageLimit,
  Text,
  TextOrNull,
} from '@tq/platform/http';

export const mailPolicies = ['every', 'smart', 'daily'] as const;
export type MailPolicyName = (typeof mailPolicies)[number];
export const mailStates = ['queued', 'sent', 'failed'] as const;

export class MailPolicyItem {
  @Text('Address of the recipient') email!: string;
  @OneOf(mailPolicies, 'every session · smart · daily') policy!: MailPolicyName;
  @Text('IANA time zone of the recipient, for the daily digest') timeZone!: string;
  @Flag('Mail is sent to this address') active!: boolean;
  @InstantOrNull('When the recipient unsubscribed') unsubscribedAt!: string | null;
}

export class MailPolicyList {
  @ListOf(() => MailPolicyItem, 'By address') items!: MailPolicyItem[];
  @Count('Single session reports an hour and recipient; 0 = no limit') maxPerHour!: number;
}

export class MailPolicyCommand {
  @ApiProperty({ format: 'email', maxLength: 254 })
  @IsEmail({}, { message: 'email is not an address' })
  @MaxLength(254)
  email!: string;

  @ApiProperty({ enum: mailPolicies })
  @IsIn(mailPolicies)
  policy!: MailPolicyName;

  @ApiProperty({ required: false, description: 'IANA time zone; default: the platform time zone' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  timeZone?: string;
}

export class MailItem {
  @Text('Unique key: kind, recipient, what it is about') key!: string;
  @Text('Kind of mail', 'session-report') kind!: string;
  @Text('Address') recipient!: string;
  @Text('Subject line') subject!: string;
  @OneOf(mailStates, 'How it stands') state!: (typeof mailStates)[number];
  @Instant('When it was rendered') createdAt!: string;
  @InstantOrNull('When the mail server took it') sentAt!: string | null;
  @Count('Attempts to send it') attempts!: number;
  @Flag('It missed its deadline of an hour') late!: boolean;
  @TextOrNull('Why it failed or waits') error!: string | null;
  @ListOfText('Sessions in it, `tutorId/sessionId`') sessions!: string[];
}

export class MailPage {
  @ListOf(() => MailItem, 'The page, newest first') items!: MailItem[];
  @TextOrNull('Send it as `cursor` for the next page; null on the last') nextCursor!: string | null;
}

export class MailListQuery {
  @ApiPropertyOptional({ enum: mailStates, description: 'Only mails in this state' })
  @IsOptional()
  @IsIn(mailStates)
  state?: (typeof mailStates)[number];

  @ApiPropertyOptional({ description: 'Only mails with a session of this tutor' })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'tutorId is not an id' })
  tutorId?: string;

  @PageLimit() limit?: number;

  @PageCursor() cursor?: string;
}

/** How mail goes. */
export class MailHealth {
  @Count('Mails that wait to be sent') queued!: number;
  @Count('Mails that failed for good in the last 24 hours') failed24h!: number;
  @Count('Mails sent in the last 24 hours') sent24h!: number;
  @Count('Mails that wait and missed their deadline of an hour') late!: number;
  @FigureOrNull('95th percentile of the seconds from rendered to sent, last 24 hours; null: none sent') p95Seconds!:
    number | null;
  @CountOrNull('Seconds that the oldest waiting mail is old') oldestQueuedSeconds!: number | null;
  @Figure('Single session reports an hour and recipient; 0 = no limit') maxPerHour!: number;
  @TextOrNull('The last error of the mail server, within the last hour') lastError!: string | null;
  @OneOfOrNull(['ok', 'late', 'failing'], 'Judgement; null: the mail tables are not there yet') state!:
    'ok' | 'late' | 'failing' | null;
}
