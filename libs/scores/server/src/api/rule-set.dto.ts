import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsObject, Min } from 'class-validator';
import type { RuleSet } from '@tq/events';
import { Count, Figure, Flag, Instant, ListOf, OneOf, Part, TextOrNull } from '@tq/platform/http';

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

/** What rules would change if they held now. */
export class RuleSetPreview {
  @Count('Tutors whose level or need for you would change today') affected!: number;
  @Count('Tutors on level high today under these rules') high!: number;
  @Count('Tutors who would need you today under these rules') needsYou!: number;
}

export class RuleSetPreviewRequest {
  @ApiProperty({ type: RuleSetDocument, description: 'The rules to try; `version` may be left out' })
  @IsObject()
  rules!: object;
}
