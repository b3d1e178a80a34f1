import type { TutorDecision } from '@tq/events';

/** The event type of each decision about a fact. */
export const factExcuseTypes = {
  excused: 'tutoring.fact.excused.v1',
  withdrawn: 'tutoring.fact.excuse-withdrawn.v1',
} as const satisfies Record<string, TutorDecision['type']>;
