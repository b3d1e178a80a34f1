import { MailHealth } from '@tq/reports/server';
import { Freshness } from '@tq/scores/server';
import { AlarmItem, DeadLetters, FeedItem } from '@tq/sessions/server';
import { Count, Flag, Instant, InstantOrNull, ListOf, OneOf, Part, Text, TextOrNull } from '@tq/platform/http';

export class ProcessItem {
  @Text('Name of the service') name!: string;
  @Flag('It answers that it is ready') ready!: boolean;
  @TextOrNull('What it says is wrong') problem!: string | null;
}

/** How the whole system is. */
export class SystemStatus {
  @Text('One sentence that says all') sentence!: string;
  @OneOf(['good', 'degraded', 'down'], 'The same as a word') state!: 'good' | 'degraded' | 'down';
  @Instant('When this was looked at') checkedAt!: string;
  @Part(() => Freshness, 'How far the readings lie behind the log') freshness!: Freshness;
  @ListOf(() => FeedItem, 'Producers of facts, the one heard last first') feeds!: FeedItem[];
  @Part(() => DeadLetters, 'Records that were no valid events') deadLetters!: DeadLetters;
  @ListOf(() => AlarmItem, 'What was noticed and needs somebody') alarms!: AlarmItem[];
  @Part(() => MailHealth, 'How mail goes') mail!: MailHealth;
  @ListOf(() => ProcessItem, 'The services') processes!: ProcessItem[];
  @Count('Facts that say something odd (an end before its start, a second closing …)') anomalies!: number;
  @Text('The platform time zone (IANA)') timeZone!: string;
  @InstantOrNull('Since when Postgres does not answer: what it keeps is then as it said last')
  databaseAwaySince!: string | null;
}
