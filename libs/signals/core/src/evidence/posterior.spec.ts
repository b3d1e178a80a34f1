import { probabilityAbove } from './posterior';

/** Reference: SciPy 1.17.1, `scipy.stats.beta.sf` at α + moved, β + counted − moved. */
const references: [alpha: number, beta: number, moved: number, counted: number, limit: number, above: number][] = [
  [1, 9, 6, 21, 0.15, 0.8474190392371994],
  [1, 9, 4, 20, 0.15, 0.555486571068526],
  [0.4, 3.1, 2, 5, 0.15, 0.8004633655031544],
  [12.5, 150, 1, 61, 0.15, 1.032991870049294e-5],
  [0.001, 2, 0, 30, 0.15, 9.991624766511233e-7],
  [1, 9, 0, 0, 0.15, 0.23161694628320315],
  [300.2, 1500.5, 0, 0, 0.15, 0.9739813865876565],
  [2, 198, 0, 5, 0.05, 0.0003350940689347509],
];

it.each(references)('after Beta(%p, %p), %p of %p, above %p', (alpha, beta, moved, counted, limit, above) => {
  expect(Math.abs(probabilityAbove(limit, { alpha, beta }, moved, counted) - above)).toBeLessThan(1e-12);
});

it('is certain where the prior is: at 0 until somebody moves a session, at 1 until somebody keeps one', () => {
  expect(probabilityAbove(0.15, { alpha: 0, beta: 2 }, 0, 10)).toBe(0);
  expect(probabilityAbove(0.15, { alpha: 2, beta: 0 }, 10, 10)).toBe(1);
  expect(probabilityAbove(0.15, { alpha: 0, beta: 2 }, 3, 10)).toBeGreaterThan(0.7);
});
