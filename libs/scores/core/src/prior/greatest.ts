import type { Likelihood } from './likelihood';

/** Where on the way from `low` to `high` the profile is looked at before it is refined. */
const looks = 48;

/**
 * The mean m and size s = α + β of greatest likelihood with s between `low` and `high`.
 * For each s the best mean is the one root of a falling slope. Along s there may be more than one summit, so the
 * profile is looked at on a logarithmic grid, every bracketed summit is refined to the last bit, and the highest wins;
 * the ends of the range are candidates like any other. Of equals the smaller s, the weaker belief, holds.
 */
export function greatest(likelihood: Likelihood, low: number, high: number): { mean: number; size: number } {
  const sizes = Array.from({ length: looks + 1 }, (_, i) => low * (high / low) ** (i / looks));
  sizes[looks] = high;
  const slopes = sizes.map((size) => slopeAt(likelihood, size));
  const candidates = [low];
  for (let i = 0; i < looks; i++) {
    if ((slopes[i] as number) > 0 && (slopes[i + 1] as number) <= 0) {
      candidates.push(summit(likelihood, sizes[i] as number, sizes[i + 1] as number));
    }
  }
  candidates.push(high);
  const peaks = candidates.map((size) => ({ size, mean: bestMean(likelihood, size) }));
  const values = peaks.map(({ mean, size }) => likelihood.value(mean, size));
  return peaks[values.indexOf(Math.max(...values))] as { mean: number; size: number };
}

/** The slope of the profile; by the envelope theorem that of L along s at the best mean. */
function slopeAt(likelihood: Likelihood, size: number): number {
  return likelihood.alongSize(bestMean(likelihood, size), size);
}

function summit(likelihood: Likelihood, rising: number, falling: number): number {
  let [low, high] = [rising, falling];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (slopeAt(likelihood, middle) > 0) low = middle;
    else high = middle;
  }
}

/** Newton's steps, with bisection wherever one would leave what still brackets the root. */
function bestMean(likelihood: Likelihood, size: number): number {
  let [low, high] = [0, 1];
  let mean = 0.1;
  for (let step = 0; step < 200; step++) {
    const { slope, curvature } = likelihood.alongMean(mean, size);
    if (slope > 0) low = mean;
    else high = mean;
    let next = mean - slope / curvature;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - mean) <= 4 * Number.EPSILON * mean) return next;
    mean = next;
  }
  return mean;
}
