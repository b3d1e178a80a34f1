import type { RuleSet, ScoreCard } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import type { BetaPrior } from './beta-prior';
import { credibleInterval, probabilityAbove } from './posterior';

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
  const { probability, interval } = remembered(prior, rules.rescheduleLimit, tutorMoved, counted);
  return { grade: gradeOf(probability, rules), probability, interval: [...interval], window };
}

function gradeOf(probability: number, { evidence }: RuleSet): Evidence['grade'] {
  if (probability >= evidence.confirmed) return 'confirmed';
  return probability >= evidence.likely ? 'likely' : 'early';
}

interface Posterior {
  readonly probability: number;
  readonly interval: readonly [number, number];
}
// A quantile is a search that costs tens of microseconds, and many tutors share their two numbers: a prior's answers
// are kept for as long as the prior is.
const answers = new WeakMap<BetaPrior, Map<string, Posterior>>();

function remembered(prior: BetaPrior, limit: number, moved: number, counted: number): Posterior {
  let known = answers.get(prior);
  if (!known) answers.set(prior, (known = new Map<string, Posterior>()));
  const key = `${moved}/${counted}>${limit}`;
  let answer = known.get(key);
  if (!answer) {
    const probability = probabilityAbove(limit, prior, moved, counted);
    known.set(key, (answer = { probability, interval: credibleInterval(prior, moved, counted) }));
  }
  return answer;
}
