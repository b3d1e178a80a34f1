import { credibleInterval, probabilityAbove } from './posterior';

/** Reference: SciPy 1.17.1, `scipy.stats.beta.sf` and `.ppf` (of 0.05 and 0.95) at α + moved, β + counted − moved. */
const references: [
  alpha: number,
  beta: number,
  moved: number,
  counted: number,
  limit: number,
  above: number,
  low: number,
  high: number,
][] = [
  [1, 9, 6, 21, 0.15, 0.8474190392371994, 0.1149868955697387, 0.35700911456165313],
  [1, 9, 4, 20, 0.15, 0.555486571068526, 0.07049392284132051, 0.2883720089910313],
  [0.4, 3.1, 2, 5, 0.15, 0.8004633655031544, 0.07490304322690529, 0.5506775656448066],
  [12.5, 150, 1, 61, 0.15, 1.032991870049294e-5, 0.036664620076179356, 0.0886089032847505],
  [0.001, 2, 0, 30, 0.15, 9.991624766511233e-7, 0, 0],
  [1, 9, 0, 0, 0.15, 0.23161694628320315, 0.005683044988048048, 0.28312883556311347],
  [300.2, 1500.5, 0, 0, 0.15, 0.9739813865876565, 0.15248255681790981, 0.18136431844669704],
  [2, 198, 0, 5, 0.05, 0.0003350940689347509, 0.001744730290559251, 0.02304193999585879],
];

it.each(references)(
  'after Beta(%p, %p), %p of %p, above %p',
  (alpha, beta, moved, counted, limit, above, low, high) => {
    expect(Math.abs(probabilityAbove(limit, { alpha, beta }, moved, counted) - above)).toBeLessThan(1e-12);
    const interval = credibleInterval({ alpha, beta }, moved, counted);
    expect(Math.abs(interval[0] - low)).toBeLessThan(1e-9);
    expect(Math.abs(interval[1] - high)).toBeLessThan(1e-9);
  },
);

it('is certain where the prior is: at 0 until somebody moves a session, at 1 until somebody keeps one', () => {
  expect(probabilityAbove(0.15, { alpha: 0, beta: 2 }, 0, 10)).toBe(0);
  expect(probabilityAbove(0.15, { alpha: 2, beta: 0 }, 10, 10)).toBe(1);
  expect(credibleInterval({ alpha: 0, beta: 2 }, 0, 10)).toEqual([0, 0]);
  expect(credibleInterval({ alpha: 2, beta: 0 }, 10, 10)).toEqual([1, 1]);
  expect(probabilityAbove(0.15, { alpha: 0, beta: 2 }, 3, 10)).toBeGreaterThan(0.7);
});
