import type { RuleSet, ScoreCard } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import type { BetaPrior } from './beta-prior';
import { likelySpan } from './likely-span';
import { probabilityAbove } from './posterior';

/** How sure we are that the tutor's true reschedule rate exceeds the limit, and over which window. */
export type Evidence = ScoreCard['evidence'];

/** The window that reschedules are judged on: the usual one, or the longer one where the usual holds too few sessions. */
export function evidenceWindow(windows: Windows, { window, fallbackWindow, minimumCounted }: RuleSet): 7 | 30 | 90 {
  return windows[window].counted < minimumCounted ? fallbackWindow : window;
}

/** The evidence for a rate above the limit (contract §2); all null where no session counted. */
export function evidenceOf(windows: Windows, prior: BetaPrior, rules: RuleSet): Evidence {
  const window = evidenceWindow(windows, rules);
  const { counted, tutorMoved } = windows[window];
  if (counted === 0) return { grade: null, probability: null, interval: null, window };
  const probability = evidenceProbability(prior, rules.rescheduleLimit, tutorMoved, counted);
  return { grade: gradeOf(probability, rules), probability, interval: likelySpan(tutorMoved, counted), window };
}

function gradeOf(probability: number, { evidence }: RuleSet): Evidence['grade'] {
  if (probability >= evidence.confirmed) return 'confirmed';
  return probability >= evidence.likely ? 'likely' : 'early';
}

// Many tutors share their two numbers, and a day is judged anew with every fact: a prior's answers are kept for as long
// as the prior is, by limit and by both numbers.
const answers = new WeakMap<BetaPrior, Map<number, Map<number, number>>>();
const moreThanAnyCount = 2 ** 26;

/**
 * The probability that a tutor's true reschedule rate exceeds a limit, after `moved` of `counted` sessions.
 * @param counted at least 1
 */
export function evidenceProbability(prior: BetaPrior, limit: number, moved: number, counted: number): number {
  let byLimit = answers.get(prior);
  if (!byLimit) answers.set(prior, (byLimit = new Map<number, Map<number, number>>()));
  let known = byLimit.get(limit);
  if (!known) byLimit.set(limit, (known = new Map<number, number>()));
  const key = moved * moreThanAnyCount + counted;
  let answer = known.get(key);
  if (answer === undefined) known.set(key, (answer = probabilityAbove(limit, prior, moved, counted)));
  return answer;
}
