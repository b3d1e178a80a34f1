import type { Reading, RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import type { BetaPrior } from './evidence/beta-prior';

/** All that a signal may look at: one tutor's windows as of a day, that day's prior, the rules in force. */
export interface SignalInput {
  readonly windows: Windows;
  readonly prior: BetaPrior;
  readonly rules: RuleSet;
}

/** What a signal says. Recommendation and facts are added by those who know them. */
export interface Judgement {
  readonly reading: Omit<Reading, 'because'>;
  /** The reading's sentence. Made when somebody reads it: most of ten thousand tutors are only put in order. */
  readonly because: () => string;
  /** 0 (nothing to hold against the tutor) to 1 (as bad as this aspect is told apart): the share of its weight that the score loses. */
  readonly severity: number;
}

/** One aspect of a tutor's work, judged. */
export type Signal = (input: SignalInput) => Judgement;
