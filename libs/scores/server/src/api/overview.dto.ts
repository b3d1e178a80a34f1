import type { RiskLevel } from '@tq/events';
import {
  CalendarDay,
  Count,
  CountOrNull,
  FigureOrNull,
  Flag,
  InstantOrNull,
  ListOf,
  OneOf,
  OneOfOrNull,
  Part,
  PartOrNull,
  Text,
  TextOrNull,
} from '@tq/platform/http';
import { riskLevels } from './score-card.dto';

/** How far what is shown lies behind the log. Null means that we do not know: then nothing is green. */
export class Freshness {
  @CountOrNull(
    'Records on the log that the readings do not hold; 0: they hold all of it; null: the broker cannot be asked',
  )
  lagRecords!: number | null;
  @FigureOrNull('Seconds that the oldest missing record has waited, at most; 0 without lag; null: unknown')
  lagSeconds!: number | null;
  @InstantOrNull('Log time of the last event that the readings hold') lastEventAt!: string | null;
  @InstantOrNull('When the readings were last refreshed') refreshedAt!: string | null;
}

export class LevelCounts {
  @Count('Tutors on level high') high!: number;
  @Count('Tutors on level watch') watch!: number;
  @Count('Tutors on level ok') ok!: number;
  @Count('Tutors with too few sessions to judge') 'insufficient-data'!: number;
  @Count('Tutors who need you') needsYou!: number;
  @Count('Tutors on level high who do not need you yet') earlySignals!: number;
}

export class LevelChange {
  @Text('Id of the tutor') tutorId!: string;
  @TextOrNull('Name of the tutor') name!: string | null;
  @OneOfOrNull(riskLevels, 'Level at the end of yesterday; null: not known then') from!: RiskLevel | null;
  @OneOf(riskLevels, 'Level now') to!: RiskLevel;
  @Flag('Needed you at the end of yesterday') neededYou!: boolean;
  @Flag('Needs you now') needsYou!: boolean;
  @Text('One sentence') reason!: string;
}

export class TodaysSessions {
  @Count('Sessions that ended today: held and missed') ended!: number;
  @Count('Of these, held') held!: number;
  @Count('Of these, missed by the tutor') missed!: number;
  @Count('Sessions cancelled today, by whomever') cancelled!: number;
  @Count('Open sessions that are still to begin today') upcoming!: number;
}

export class Overview {
  @Part(() => LevelCounts, 'Tutors by level') counts!: LevelCounts;
  @CountOrNull('Tutors who need you now and did not yesterday; null for the first seconds, until it is worked out')
  newSinceYesterday!: number | null;
  @PartOrNull(() => TodaysSessions, "Today's sessions; null for the past, and while the database is away")
  today!: TodaysSessions | null;
  @ListOf(() => LevelChange, 'What changed since the day before, most urgent first, at most 100')
  changes!: LevelChange[];
  @Part(() => Freshness, 'How fresh this is') freshness!: Freshness;
  @CalendarDay('The day; by default today, in the platform time zone') asOf!: string;
  @InstantOrNull('With what was known then; null: with all that is known now') knownAt!: string | null;
  @Count('The rule set in force') ruleSetVersion!: number;
  @Text('The platform time zone (IANA)') timeZone!: string;
}
