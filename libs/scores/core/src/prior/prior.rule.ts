import type { BetaPrior } from '@tq/signals/core';
import { greatest } from './greatest';
import { Likelihood, type PriorSample } from './likelihood';

/** A day's prior, and how many tutors it rests on. */
export interface Prior extends BetaPrior {
  readonly tutors: number;
}

/** Fewer sessions than these say too little of their tutor. */
const enoughSessions = 5;
const enoughTutors = 20;
const [smallestSize, largestSize] = [2, 200];

/**
 * The prior of a day (contract §2): the Beta(α, β) of greatest beta-binomial likelihood with 2 ≤ α + β ≤ 200.
 * Where nobody moved any session (or everybody every one) the likelihood is greatest at mean 0 (1) for every α + β:
 * then the weakest belief, α + β = 2, is taken.
 * @param samples counts of the 90 days that end the day before, of every tutor; those with too few sessions are left out here
 */
export function priorOf(samples: Iterable<PriorSample>): Prior {
  const enough = [...samples].filter(({ counted }) => counted >= enoughSessions);
  const tutors = enough.reduce((sum, { tutors: n = 1 }) => sum + n, 0);
  if (tutors < enoughTutors) return { alpha: 1, beta: 9, tutors };
  const likelihood = new Likelihood(enough);
  if (likelihood.extreme === 0) return { alpha: 0, beta: smallestSize, tutors };
  if (likelihood.extreme === 1) return { alpha: smallestSize, beta: 0, tutors };
  const { mean, size } = greatest(likelihood, smallestSize, largestSize);
  return { alpha: mean * size, beta: (1 - mean) * size, tutors };
}
