import type { Likelihood } from './likelihood';

/** Where on the way from `low` to `high` the profile is looked at before it is refined. */
const looks = 48;
/** Relative; what rounding leaves of a root. */
const exact = 1e-14;

/**
 * The mean m and size s = α + β of greatest likelihood with s between `low` and `high`.
 * For each s the best mean is the one root of a falling slope. Along s there may be more than one summit, so the
 * profile is looked at on a logarithmic grid, every bracketed summit is refined as far as numbers go, and the highest wins;
 * the ends of the range are candidates like any other. Of equals the smaller s, the weaker belief, holds.
 */
export function greatest(likelihood: Likelihood, low: number, high: number): { mean: number; size: number } {
  const sizes = Array.from({ length: looks + 1 }, (_, i) => low * (high / low) ** (i / looks));
  sizes[looks] = high;
  const profile: Point[] = [];
  for (const size of sizes) profile.push(pointAt(likelihood, size, profile.at(-1)?.mean));

  const peaks = [profile[0] as Point];
  for (let i = 0; i < looks; i++) {
    const [rising, falling] = [profile[i] as Point, profile[i + 1] as Point];
    if (rising.slope > 0 && falling.slope <= 0) peaks.push(summit(likelihood, rising, falling));
  }
  peaks.push(profile[looks] as Point);
  const values = peaks.map(({ mean, size }) => likelihood.value(mean, size));
  return peaks[values.indexOf(Math.max(...values))] as Point;
}

/** The best mean of a size, and the slope of the profile there (by the envelope theorem that of L along s). */
interface Point {
  readonly size: number;
  readonly mean: number;
  readonly slope: number;
}

function pointAt(likelihood: Likelihood, size: number, near = 0.1): Point {
  const mean = bestMean(likelihood, size, near);
  return { size, mean, slope: likelihood.alongSize(mean, size) };
}

/** Bisection: always right, and cheap, since each mean is found from the one before. */
function summit(likelihood: Likelihood, rising: Point, falling: Point): Point {
  let [low, high, middle] = [rising.size, falling.size, rising];
  for (;;) {
    const size = (low + high) / 2;
    if (high - low <= exact * high) return middle;
    middle = pointAt(likelihood, size, middle.mean);
    if (middle.slope > 0) low = size;
    else high = size;
  }
}

/** Newton's steps, with bisection wherever one would leave what still brackets the root. */
function bestMean(likelihood: Likelihood, size: number, near: number): number {
  let [low, high] = [0, 1];
  let mean = near;
  for (let step = 0; step < 200; step++) {
    const { slope, curvature } = likelihood.alongMean(mean, size);
    if (slope > 0) low = mean;
    else high = mean;
    let next = mean - slope / curvature;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - mean) <= exact * mean) return next;
    mean = next;
  }
  return mean;
}
