import { Count, Instant, InstantOrNull, ListOf, Text, TextOrNull } from '@tq/platform/http';

/** A producer of facts. */
export class FeedItem {
  @Text('CloudEvents source') source!: string;
  @Count('Its events so far') events!: number;
  @Instant('When its last event came onto the log') lastRecordAt!: string;
  @Instant('The latest time that its events speak of') lastEventAt!: string;
}

export class DeadLetterItem {
  @Text('Topic') topic!: string;
  @Count('Partition') partition!: number;
  @Text('Offset') offset!: string;
  @Instant('Log time') at!: string;
  @TextOrNull('Its producer, where that could be read') producer!: string | null;
  @TextOrNull('What is wrong with it') reason!: string | null;
}

/** Records that were no valid events. */
export class DeadLetters {
  @Count('How many, ever') count!: number;
  @Count('How many in the last 24 hours') count24h!: number;
  @Count('How many nobody has decided about') open!: number;
  @Count('How many of the last 24 hours nobody has decided about') open24h!: number;
  @InstantOrNull('Log time of the last one') lastAt!: string | null;
  @ListOf(() => DeadLetterItem, 'The last ones, newest first, at most 20') last!: DeadLetterItem[];
}

/** Something that was noticed and needs somebody. */
export class AlarmItem {
  @Text('What kind', 'bad-records') kind!: string;
  @Text('One sentence') detail!: string;
  @Instant('Since when') since!: string;
  @Instant('When it was last seen') lastAt!: string;
}
