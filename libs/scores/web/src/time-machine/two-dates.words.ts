import { percent, plural, wholeNumber, type ComparedTutor, type TutorComparison } from '@tq/platform/web';

type Side = NonNullable<ComparedTutor['before']>;

/** Which way a tutor went between two readings; `new` and `gone` where one side does not know them. */
export type Direction = 'worse' | 'better' | 'same' | 'new' | 'gone';

const weight = { high: 3, watch: 2, ok: 1, 'insufficient-data': 0 } as const;

/** By need for you first, then by level, then by score. */
export function directionOf({ before, after }: Pick<ComparedTutor, 'before' | 'after'>): Direction {
  if (!before || !after) return before ? 'gone' : 'new';
  const difference = urgency(after) - urgency(before) || before.score - after.score;
  return difference > 0 ? 'worse' : difference < 0 ? 'better' : 'same';
}

function urgency({ riskLevel, needsYou }: Side): number {
  return weight[riskLevel] + (needsYou ? 4 : 0);
}

/** "29 % → 17 %". */
export function rates({ before, after }: Pick<ComparedTutor, 'before' | 'after'>): string {
  return `${percent(before?.rescheduleRate)} → ${percent(after?.rescheduleRate)}`;
}

/** What the whole list says, in one sentence. */
export function comparisonSentence({ changed, tutors }: Pick<TutorComparison, 'changed' | 'tutors'>): string {
  if (changed === 0) return `None of ${plural(tutors, 'tutor')} stood differently.`;
  return `${plural(changed, 'tutor')} of ${wholeNumber(tutors)} stood differently.`;
}
