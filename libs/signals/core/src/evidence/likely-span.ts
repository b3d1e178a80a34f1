/** The 97.5 % quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * Where the true rate likely lies after `moved` of `counted` sessions: the 95 % score interval (Wilson 1927; Brown, Cai
 * and DasGupta 2001, eq. 4). It speaks of this tutor's own sessions alone, so it lies around the rate that is shown.
 * @param counted at least 1
 * @returns [low, high], shares between 0 and 1
 */
export function likelySpan(moved: number, counted: number): [number, number] {
  const rate = moved / counted;
  const weight = 1 + z ** 2 / counted;
  const middle = (rate + z ** 2 / (2 * counted)) / weight;
  const half = (z / weight) * Math.sqrt((rate * (1 - rate)) / counted + z ** 2 / (4 * counted ** 2));
  // At the ends rounding would leave 1e-17 instead of 0.
  return [moved === 0 ? 0 : middle - half, moved === counted ? 1 : middle + half];
}
