import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { Count, CountOrNull, FigureOrNull, Flag, Instant, InstantOrNull, ListOf, OneOf, Part, PartOrNull, Text, TextOrNull } from '@tq/platform/http'; // prettier-ignore
import { rebuildStates } from '../rebuild';

/** One version of the read tables. */
export class VersionItem {
  @Count('Its number') version!: number;
  @Text('Days are calendar days of this zone') timeZone!: string;
  @Count('Which rules of folding made it') foldVersion!: number;
  @InstantOrNull('Since when readers see it, or last saw it first') since!: string | null;
}

const figure = (description: string) =>
  ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true, description });

export class DifferenceItem {
  @Text('What differs', '2026-03-05 held') field!: string;
  @figure('In the version that readers see') active!: string | number | boolean | null;
  @figure('In the rebuilt one') rebuilt!: string | number | boolean | null;
}

export class DifferingTutorItem {
  @Text('Tutor') tutorId!: string;
  @TextOrNull('Name, once registered') name!: string | null;
  @ListOf(() => DifferenceItem, 'What differs, at most 50') differences!: DifferenceItem[];
}

const sums = (description: string) =>
  ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, description });

export class ComparisonTotals {
  @sums('In the version that readers see') active!: Record<string, number>;
  @sums('In the rebuilt one') rebuilt!: Record<string, number>;
}

/** Both versions at equal offsets of the log. */
export class ComparisonItem {
  @Count('Tutors in either') tutors!: number;
  @Count('Tutors of whom anything differs') differingTutors!: number;
  @Count('Counts of a day of a tutor that differ') counts!: number;
  @Count('Tutors whose risk level differs') levels!: number;
  @Instant('When they were compared') at!: string;
  @Count('Records of the log that both hold') records!: number;
  @Part(() => ComparisonTotals, 'Each count summed over all tutors and days') totals!: ComparisonTotals;
  @ListOf(() => DifferingTutorItem, 'Those whose level differs first; at most 200') items!: DifferingTutorItem[];
}

/** Another version of the read tables, made from the first event of the log. */
export class RebuildItem {
  @Count('Its number') id!: number;
  @OneOf(['rebuild', 'back', 'what-if'], 'A new version, the way back to the one before, or only a look') kind!: string;
  @OneOf(rebuildStates, 'How it stands') state!: string;
  @Text('Who asked for it') requestedBy!: string;
  @Instant('When') requestedAt!: string;
  @Count('Version that readers saw when it was asked for') fromVersion!: number;
  @CountOrNull('Version that is made; null until it is begun') toVersion!: number | null;
  @Text('Zone of its days') timeZone!: string;
  @Count('Records of the log that are folded') folded!: number;
  @Count('Records up to where readers are') total!: number;
  @FigureOrNull('Records a second, over the last ten seconds') perSecond!: number | null;
  @CountOrNull('Seconds until it has caught up') secondsLeft!: number | null;
  @TextOrNull('Why it stands, in one sentence') problem!: string | null;
  @Flag('It ends with the comparison') dryRun!: boolean;
  @InstantOrNull('When it ended') endedAt!: string | null;
  @PartOrNull(() => ComparisonItem, 'What differs; null until both were compared') comparison!: ComparisonItem | null;
}

export class RebuildList {
  @Part(() => VersionItem, 'What readers see') active!: VersionItem;
  @PartOrNull(() => VersionItem, 'Where a way back leads') previous!: VersionItem | null;
  @PartOrNull(() => RebuildItem, 'The one that has not ended') current!: RebuildItem | null;
  @ListOf(() => RebuildItem, 'Those that have ended, newest first; at most 20') past!: RebuildItem[];
}

export class SwitchCommand {
  @ApiPropertyOptional({ type: Boolean, description: 'Also where the versions differ' })
  @IsOptional()
  @IsBoolean()
  evenIfDifferent?: boolean;
}

export class BeginCommand {
  @ApiPropertyOptional({ type: Boolean, description: 'Ends with the comparison: nothing is switched' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}
