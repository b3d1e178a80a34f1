/** α and β of Beta(α, β). */
export interface Beta {
  readonly alpha: number;
  readonly beta: number;
}

/** One tutor: k of n. */
export interface Tutor {
  readonly k: number;
  readonly n: number;
}

/** The contract's prior: Beta(1, 9) with fewer than 20 tutors, else the one of greatest likelihood, 2 ≤ α + β ≤ 200. */
export function fittedPrior(all: readonly Tutor[]): Beta {
  const tutors = all.filter(({ n }) => n >= 5);
  if (tutors.length < 20) return { alpha: 1, beta: 9 };
  // With k = 0 throughout (or k = n) every α + β is as likely at mean 0 (1): the smallest is taken, here and there.
  if (tutors.every(({ k }) => k === 0)) return { alpha: 0, beta: 2 };
  if (tutors.every(({ k, n }) => k === n)) return { alpha: 2, beta: 0 };

  // Along every s = α + β the best mean is found by bisection; where the slope along s changes its sign, so is s.
  const steps = 60;
  const sizes = Array.from({ length: steps + 1 }, (_, i) => (i === steps ? 200 : 2 * 100 ** (i / steps)));
  const candidates = [2, 200];
  for (let i = 0; i < steps; i++) {
    const [low, high] = [sizes[i] as number, sizes[i + 1] as number];
    if (slopeOfSize(tutors, low) > 0 && slopeOfSize(tutors, high) <= 0) {
      candidates.push(fallingRoot((s) => slopeOfSize(tutors, s), low, high));
    }
  }
  const fits = candidates.map((s) => {
    const m = bestMean(tutors, s);
    return { alpha: m * s, beta: (1 - m) * s };
  });
  return fits.sort((a, b) => logLikelihood(tutors, b) - logLikelihood(tutors, a))[0] as Beta;
}

/** P(rate > limit) after k of n, where the rate is Beta(α, β) before. */
export function tail(limit: number, { alpha, beta }: Beta, { k, n }: Tutor): number {
  const a = alpha + k;
  const b = beta + n - k;
  if (a === 0) return 0;
  if (b === 0) return 1;
  return 1 - incompleteBeta(limit, a, b);
}

function bestMean(tutors: readonly Tutor[], s: number): number {
  const slope = (m: number) => sum(tutors, ({ k, n }) => rise(digamma, m * s, k) - rise(digamma, (1 - m) * s, n - k));
  return fallingRoot(slope, 0, 1);
}

function slopeOfSize(tutors: readonly Tutor[], s: number): number {
  const m = bestMean(tutors, s);
  return sum(
    tutors,
    ({ k, n }) => m * rise(digamma, m * s, k) + (1 - m) * rise(digamma, (1 - m) * s, n - k) - rise(digamma, s, n),
  );
}

function logLikelihood(tutors: readonly Tutor[], { alpha, beta }: Beta): number {
  return sum(
    tutors,
    ({ k, n }) => rise(logGamma, alpha, k) + rise(logGamma, beta, n - k) - rise(logGamma, alpha + beta, n),
  );
}

const rise = (f: (x: number) => number, x: number, by: number) => (by === 0 ? 0 : f(x + by) - f(x));
const sum = (tutors: readonly Tutor[], term: (tutor: Tutor) => number) =>
  tutors.reduce((total, tutor) => total + term(tutor), 0);

function fallingRoot(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz & Stegun 6.3.5 and 6.3.18. */
export function digamma(x: number): number {
  let [shift, y] = [0, x];
  for (; y < 12; y++) shift -= 1 / y;
  const z = 1 / (y * y);
  const series = z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - z * (691 / 32_760))))));
  return shift + Math.log(y) - 1 / (2 * y) - series;
}

/** Abramowitz & Stegun 6.1.15 and 6.1.41. */
export function logGamma(x: number): number {
  let [shift, y] = [0, x];
  for (; y < 12; y++) shift -= Math.log(y);
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360_360)))))) / y;
  return shift + (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series;
}

/** The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), evaluated from its far end. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  let fraction = 1;
  for (let m = 500; m >= 1; m--) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m - 1) * (a + b + m - 1) * x) / ((a + 2 * m - 2) * (a + 2 * m - 1));
    fraction = 1 + odd / (1 + even / fraction);
  }
  const front = a * Math.log(x) + b * Math.log(1 - x) - (logGamma(a) + logGamma(b) - logGamma(a + b)) - Math.log(a);
  return Math.exp(front) / fraction;
}
