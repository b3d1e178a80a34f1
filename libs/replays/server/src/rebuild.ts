import type { RuleSet } from '@tq/events';

export const rebuildStates = ['waiting', 'folding', 'paused', 'comparing', 'equal', 'differs', 'switched', 'cancelled', 'failed'] as const; // prettier-ignore
export type RebuildState = (typeof rebuildStates)[number];

/** What a rebuild is for: a new version beside the active one, the way back to the one before, or a look at other rules. */
export type RebuildKind = 'rebuild' | 'back' | 'what-if';

/** What was asked of whoever does the rebuild. */
export type Wanted = 'pause' | 'cancel' | 'switch';

/** One figure of a tutor that is not the same in both versions; null where a version has none. */
export interface Difference {
  readonly field: string;
  readonly active: string | number | boolean | null;
  readonly rebuilt: string | number | boolean | null;
}

/** A tutor of whom the two versions say different things. */
export interface DifferingTutor {
  readonly tutorId: string;
  readonly name: string | null;
  readonly differences: readonly Difference[];
}

/** Two versions at equal offsets. */
export interface Comparison {
  /** Tutors in either version. */
  readonly tutors: number;
  readonly differingTutors: number;
  /** Counts of a day of a tutor that differ. */
  readonly counts: number;
  /** Tutors whose risk level differs. */
  readonly levels: number;
  /** RFC 3339. */
  readonly at: string;
  /** Records of the log that both hold. */
  readonly records: number;
  /** Each count summed over all tutors and days. */
  readonly totals: { readonly active: Totals; readonly rebuilt: Totals };
  /** Those whose level differs first, then by id; the first 200. */
  readonly items: readonly DifferingTutor[];
}

export type Totals = Readonly<Record<string, number>>;

/** A rebuild as it stands. Times are epoch milliseconds. */
export interface Rebuild {
  readonly id: number;
  readonly kind: RebuildKind;
  readonly state: RebuildState;
  readonly runner: 'service' | 'command';
  readonly wanted: Wanted | null;
  readonly evenIfDifferent: boolean;
  readonly dryRun: boolean;
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly timeZone: string;
  readonly fromVersion: number;
  readonly toVersion: number | null;
  readonly rules: RuleSet | null;
  readonly knownAt: number | null;
  readonly folded: number;
  readonly total: number;
  readonly perSecond: number | null;
  readonly problem: string | null;
  readonly comparison: Comparison | null;
  readonly updatedAt: number;
  readonly endedAt: number | null;
}
