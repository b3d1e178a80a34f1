import { ApiProperty } from '@nestjs/swagger';
import type { Reading, RiskLevel, ScoreCard, WindowFigures } from '@tq/events';
import {
  CalendarDay,
  Count,
  Figure,
  FigureOrNull,
  Flag,
  InstantOrNull,
  ListOf,
  ListOfText,
  OneOf,
  OneOfOrNull,
  Part,
  Text,
  TextOrNull,
} from '@tq/platform/http';

export const riskLevels = ['high', 'watch', 'ok', 'insufficient-data'] as const satisfies readonly RiskLevel[];

export class MovesByParty {
  @Count('Moves by the tutor, excused or not') tutor!: number;
  @Count('Moves by students') student!: number;
  @Count('Moves by the platform') platform!: number;
}

export class WindowFiguresItem implements WindowFigures {
  @Count("Sessions that were the tutor's to keep") counted!: number;
  @Count('Of these, moved by the tutor at least once') tutorMoved!: number;
  @Count('Sessions whose promise the tutor kept') held!: number;
  @Count('Sessions that the tutor missed, unexcused') missed!: number;
  @Count('Sessions that the tutor cancelled, unexcused') tutorCancelled!: number;
  @Part(() => MovesByParty, 'Every move before the closing, for display') moves!: MovesByParty;
  @FigureOrNull('tutorMoved / counted, unrounded') rescheduleRate!: number | null;
  @FigureOrNull('missed / (held + missed), unrounded') noShowRate!: number | null;
  @FigureOrNull('tutorCancelled / (held + missed + tutorCancelled), unrounded') cancellationRate!: number | null;
}

export class WindowsItem {
  @Part(() => WindowFiguresItem, 'The 7 days that end with the day') '7'!: WindowFiguresItem;
  @Part(() => WindowFiguresItem, 'The 30 days that end with the day') '30'!: WindowFiguresItem;
  @Part(() => WindowFiguresItem, 'The 90 days that end with the day') '90'!: WindowFiguresItem;
}

export class EvidenceItem {
  @OneOfOrNull(['confirmed', 'likely', 'early'], 'How sure it is that the limit is exceeded')
  grade!: 'confirmed' | 'likely' | 'early' | null;
  @FigureOrNull('Probability that the true reschedule rate exceeds the limit') probability!: number | null;
  @ApiProperty({
    type: [Number],
    nullable: true,
    minItems: 2,
    maxItems: 2,
    description: '95 % score interval (Wilson) of the true reschedule rate',
  })
  interval!: [number, number] | null;
  @OneOf([7, 30, 90], 'Days that the evidence rests on') window!: 7 | 30 | 90;
}

export class ScorePart {
  @Text('Name of the part') part!: string;
  @Figure('Points, at most 0: 100 + the sum of all points is the score') points!: number;
  @Text('One sentence that says why') because!: string;
}

export class ReadingItem implements Reading {
  @Text('Which aspect is judged', 'reschedules') signal!: string;
  @OneOf(['ok', 'watch', 'high', 'unknown'], 'The judgement') level!: 'ok' | 'watch' | 'high' | 'unknown';
  @FigureOrNull('The rate that is judged') value!: number | null;
  @Text('One sentence for a person') because!: string;
  @ListOfText('Ids of the facts that it rests on') facts!: string[];
  @OneOf([7, 30, 90], 'Days') window!: 7 | 30 | 90;
  @ApiProperty({ type: String, required: false, description: 'What to do' }) recommendation?: string;
  @Count('The rule set that made it') ruleSetVersion!: number;
}

/** All that is judged of a tutor as of a day. */
export class ScoreCardItem implements ScoreCard {
  @Text('Id of the tutor') tutorId!: string;
  @TextOrNull('null until the tutor is registered') name!: string | null;
  @CalendarDay('The day of the judgement') asOf!: string;
  @OneOf(riskLevels, 'Risk level') riskLevel!: RiskLevel;
  @Flag('An administrator should step in now') needsYou!: boolean;
  @Part(() => EvidenceItem, 'How sure the reschedule rate is above the limit') evidence!: EvidenceItem;
  @Figure('0–100, 100 first') priority!: number;
  @Figure('0–100, 100 best') score!: number;
  @ListOf(() => ScorePart, 'What the score is made of') parts!: ScorePart[];
  @Part(() => WindowsItem, 'Figures by window') windows!: WindowsItem;
  @Text('The one sentence that says why the tutor stands where they stand') reason!: string;
  @ListOf(() => ReadingItem, 'Every judgement') readings!: ReadingItem[];
  @InstantOrNull('When the tutor departed') departedAt!: string | null;
  @Count('The rule set that made it') ruleSetVersion!: number;
}
