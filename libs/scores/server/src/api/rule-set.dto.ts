import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsObject, Min } from 'class-validator';
import type { RiskLevel, RuleSet } from '@tq/events';
import { Count, Figure, Flag, Instant, ListOf, OneOf, Part, Text, TextOrNull } from '@tq/platform/http';
import { riskLevels } from './score-card.dto';

export class EvidenceRule {
  @Figure('Probability from which evidence is confirmed') confirmed!: number;
  @Figure('Probability from which evidence is likely') likely!: number;
}

export class LimitRule {
  @Count('Fewer than these are not judged') minimum!: number;
  @Figure('A rate above it counts') limit!: number;
}

export class RuleSetDocument implements RuleSet {
  @Count('1, 2, 3 …') version!: number;
  @Figure('A reschedule rate above it is high') rescheduleLimit!: number;
  @Count('Fewer counted sessions than these cannot be judged') minimumCounted!: number;
  @OneOf([7, 30, 90], 'Days') window!: 7 | 30 | 90;
  @OneOf([7, 30, 90], 'Days; used where the window holds too little') fallbackWindow!: 7 | 30 | 90;
  @Part(() => EvidenceRule, 'Grades of evidence') evidence!: EvidenceRule;
  @Count('Fewer moved sessions than these are never on watch by evidence') watchMinimumMoved!: number;
  @Part(() => LimitRule, 'No-shows') noShow!: LimitRule;
  @Part(() => LimitRule, 'Cancellations by the tutor') cancellation!: LimitRule;
}

export class RuleSetItem {
  @Count('Its version') version!: number;
  @Part(() => RuleSetDocument, 'The rules') rules!: RuleSetDocument;
  @Instant('From when on they hold; days that ended before keep theirs') inForceFrom!: string;
  @TextOrNull('Who made it; null: it came with the system') createdBy!: string | null;
  @Instant('When it was made') createdAt!: string;
  @Flag('It is the one in force now') inForce!: boolean;
}

export class RuleSetList {
  @ListOf(() => RuleSetItem, 'Newest first') items!: RuleSetItem[];
}

/** A new version of the rules. `version` inside them is set by the server: expectedVersion + 1. */
export class NewRuleSet {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'The newest version that you know; if there is a newer one the answer is 409',
  })
  @IsInt()
  @Min(1)
  expectedVersion!: number;

  @ApiProperty({
    type: RuleSetDocument,
    description: 'The rules, by /api/rule-set.schema.json; `version` may be left out',
  })
  @IsObject()
  rules!: object;
}

/** How a tutor stands under some rules. */
export class RiskItem {
  @OneOf(riskLevels, 'The risk level') riskLevel!: RiskLevel;
  @Flag('Needs you') needsYou!: boolean;
}

export class RiskCounts {
  @Count('Tutors on level high') high!: number;
  @Count('Tutors who need you') needsYou!: number;
}

export class DayWhatIf {
  @Text('The day', '2026-11-24') day!: string;
  @Count('Tutors whose level or need for you would have been another one') changed!: number;
  @Part(() => RiskCounts, 'By the rules that held') now!: RiskCounts;
  @Part(() => RiskCounts, 'By the rules that are tried') then!: RiskCounts;
}

export class TutorWhatIf {
  @Text('Id of the tutor') tutorId!: string;
  @TextOrNull('Name; null until registered') name!: string | null;
  @Part(() => RiskItem, 'Today, by the rules that hold') now!: RiskItem;
  @Part(() => RiskItem, 'Today, by the rules that are tried') then!: RiskItem;
  @Count('Days of these 90 on which level or need would have been another one') daysChanged!: number;
}

/** What rules would have changed on the 90 days that end today, beside the rules that held on each. */
export class RuleSetPreview {
  @Count('Tutors whose level or need for you would change today') affected!: number;
  @Count('Tutors on level high today under these rules') high!: number;
  @Count('Tutors who would need you today under these rules') needsYou!: number;
  @Count('Tutors whose level or need would have been another one on any of these days') changedTutors!: number;
  @Count('The same counted by tutor and day') changedTutorDays!: number;
  @ListOf(() => DayWhatIf, 'Each of the 90 days, oldest first') days!: DayWhatIf[];
  @ListOf(() => TutorWhatIf, 'The tutors that would change most, at most 200') tutors!: TutorWhatIf[];
}

export class RuleSetPreviewRequest {
  @ApiProperty({ type: RuleSetDocument, description: 'The rules to try; `version` may be left out' })
  @IsObject()
  rules!: object;
}
