/** One or more tutors with the same two numbers. */
export interface PriorSample {
  readonly tutorMoved: number;
  readonly counted: number;
  /** How many tutors; 1 where it is missing. */
  readonly tutors?: number;
}

/**
 * The beta-binomial log-likelihood of Beta(m·s, (1−m)·s), up to a constant, with its slopes. With whole counts the
 * gamma functions are products (Griffiths 1973, Biometrics 29:637), so that
 *   L = Σ moved[j]·ln(ms+j) + Σ kept[j]·ln((1−m)s+j) − Σ all[j]·ln(s+j)
 * where moved[j] is the number of tutors who moved more than j sessions, and so on: exact, and as long as the busiest
 * tutor's count, however many tutors there are. For a given s it is concave in m.
 */
export class Likelihood {
  private readonly moved: number[] = [];
  private readonly kept: number[] = [];
  private readonly all: number[] = [];

  constructor(samples: Iterable<PriorSample>) {
    for (const { tutorMoved, counted, tutors = 1 } of samples) {
      addTo(this.moved, tutorMoved, tutors);
      addTo(this.kept, counted - tutorMoved, tutors);
      addTo(this.all, counted, tutors);
    }
  }

  /** Whether nobody moved any session, or everybody moved every one: then the mean goes to 0 or 1 whatever s is. */
  get extreme(): 0 | 1 | undefined {
    return this.moved.length === 0 ? 0 : this.kept.length === 0 ? 1 : undefined;
  }

  value(m: number, s: number): number {
    return (
      sumOf(this.moved, (j) => Math.log(m * s + j)) +
      sumOf(this.kept, (j) => Math.log((1 - m) * s + j)) -
      sumOf(this.all, (j) => Math.log(s + j))
    );
  }

  /** ∂L/∂m and ∂²L/∂m²; the first falls from +∞ to −∞ as m goes from 0 to 1. */
  alongMean(m: number, s: number): { slope: number; curvature: number } {
    let [slope, curvature] = [0, 0];
    for (let j = 0; j < this.moved.length; j++) {
      const one = s / (m * s + j);
      slope += (this.moved[j] as number) * one;
      curvature -= (this.moved[j] as number) * one * one;
    }
    for (let j = 0; j < this.kept.length; j++) {
      const one = s / ((1 - m) * s + j);
      slope -= (this.kept[j] as number) * one;
      curvature -= (this.kept[j] as number) * one * one;
    }
    return { slope, curvature };
  }

  /** ∂L/∂s at a mean. */
  alongSize(m: number, s: number): number {
    return (
      sumOf(this.moved, (j) => m / (m * s + j)) +
      sumOf(this.kept, (j) => (1 - m) / ((1 - m) * s + j)) -
      sumOf(this.all, (j) => 1 / (s + j))
    );
  }
}

function addTo(above: number[], count: number, tutors: number): void {
  for (let j = 0; j < count; j++) above[j] = (above[j] ?? 0) + tutors;
}

function sumOf(weights: readonly number[], term: (j: number) => number): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += (weights[j] as number) * term(j);
  return sum;
}
