import fc from 'fast-check';
import { Likelihood, type PriorSample } from './likelihood';
import { priorOf } from './prior.rule';

const many = (
  tutors: number,
  sample: (i: number) => [moved: number, counted: number, tutors?: number],
): PriorSample[] =>
  Array.from({ length: tutors }, (_, i) => {
    const [tutorMoved, counted, weight = 1] = sample(i);
    return { tutorMoved, counted, tutors: weight };
  });

/**
 * Reference: SciPy 1.17.1 (Python). The profile of the likelihood by `betaln` over 200 sizes, refined by
 * `minimize_scalar`, then the roots of the digamma equations by `fsolve`, on a bound of α + β by `brentq`.
 */
const references: [what: string, samples: PriorSample[], alpha: number, beta: number][] = [
  ['a mixed platform', many(40, (i) => [i % 3 ? i % 7 : 0, 8 + ((i * 5) % 23)]), 0.5237143093976456, 4.425761333636405],
  [
    'tutors more alike than chance: α + β = 200',
    many(25, (i) => [2 + (i % 2), 20]),
    25.133947303209368,
    174.86605269679063,
  ],
  ['all or nothing: α + β = 2', many(30, (i) => [i % 2 ? 0 : 12, 12]), 1, 1],
  ['weighted samples', many(12, (i) => [i % 4, 6, 10 + i]), 15.216480319048802, 42.55664124371852],
  ['one single move of all', many(60, (i) => [i === 0 ? 1 : 0, 15]), 0.22989118495936955, 199.77010881504063],
  ['one tutor in ten moves half', many(1000, (i) => [i % 10 ? 0 : 20, 40]), 0.034373155341782875, 1.965626844658217],
];

it.each(references)('is the Beta of greatest likelihood: %s', (_what, samples, alpha, beta) => {
  const prior = priorOf(samples);
  expect(Math.abs(prior.alpha / alpha - 1)).toBeLessThan(1e-6);
  expect(Math.abs(prior.beta / beta - 1)).toBeLessThan(1e-6);
});

it('is Beta(1, 9) with fewer than 20 tutors of at least 5 sessions', () => {
  const samples = [...many(19, () => [3, 10]), ...many(50, () => [4, 4])];
  expect(priorOf(samples)).toEqual({ alpha: 1, beta: 9, tutors: 19 });
  expect(priorOf([...samples, { tutorMoved: 0, counted: 5 }]).tutors).toBe(20);
  expect(priorOf([])).toEqual({ alpha: 1, beta: 9, tutors: 0 });
});

it('is the weakest belief in 0 where nobody moved anything, and in 1 where everybody moved everything', () => {
  expect(priorOf(many(30, () => [0, 10]))).toEqual({ alpha: 0, beta: 2, tutors: 30 });
  expect(priorOf(many(30, () => [10, 10]))).toEqual({ alpha: 2, beta: 0, tutors: 30 });
});

const platforms = fc.array(
  fc
    .tuple(fc.integer({ min: 5, max: 80 }), fc.nat(1000), fc.integer({ min: 1, max: 3 }))
    .map(([counted, share, tutors]) => ({ counted, tutorMoved: Math.round((counted * share) / 1000), tutors })),
  { minLength: 20, maxLength: 60 },
);

it('is nowhere surpassed: no Beta near or far within the bounds is likelier', () => {
  fc.assert(
    fc.property(
      platforms,
      fc.double({ min: 2, max: 200, noNaN: true }),
      fc.double({ min: 1e-3, max: 0.999, noNaN: true }),
      (samples, s, m) => {
        const { alpha, beta } = priorOf(samples);
        fc.pre(alpha > 0 && beta > 0);
        const likelihood = new Likelihood(samples);
        const size = alpha + beta;
        const best = likelihood.value(alpha / size, size);
        const slack = 1e-9 * Math.abs(best);
        expect(size).toBeGreaterThanOrEqual(2 - 1e-12);
        expect(size).toBeLessThanOrEqual(200 + 1e-9);
        for (const near of [0.99, 0.9999, 1.0001, 1.01]) {
          expect(likelihood.value(alpha / size, Math.min(200, Math.max(2, size * near)))).toBeLessThanOrEqual(
            best + slack,
          );
          expect(likelihood.value(Math.min(1 - 1e-9, (alpha / size) * near), size)).toBeLessThanOrEqual(best + slack);
        }
        expect(likelihood.value(m, s)).toBeLessThanOrEqual(best + slack);
      },
    ),
    { numRuns: 200 },
  );
});

it('does not depend on the order of the tutors, nor on how equal ones are put together', () => {
  fc.assert(
    fc.property(platforms, (samples) => {
      const apart = samples.flatMap(({ tutors, ...one }) => Array.from({ length: tutors }, () => one)).reverse();
      expect(priorOf(apart)).toEqual(priorOf(samples));
    }),
    { numRuns: 100 },
  );
});
