import fc from 'fast-check';
import { likelySpan } from './likely-span';

/** Reference: SciPy 1.17.1, `scipy.stats.binomtest(moved, counted).proportion_ci(0.95, 'wilson')`. */
it.each([
  [6, 21, 0.13813862952122136, 0.4995638071608559],
  [4, 20, 0.08065766257979806, 0.4160174322518936],
  [0, 12, 0, 0.24249400665524085],
  [5, 5, 0.5655175352168251, 1],
  [59, 137, 0.3507485737599213, 0.514347966995248],
])('%p of %p', (moved, counted, low, high) => {
  const span = likelySpan(moved, counted);
  expect(Math.abs(span[0] - low)).toBeLessThan(1e-12);
  expect(Math.abs(span[1] - high)).toBeLessThan(1e-12);
});

it('lies around the rate, within 0 and 1', () =>
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (moved, kept) => {
      fc.pre(moved + kept > 0);
      const [low, high] = likelySpan(moved, moved + kept);
      const rate = moved / (moved + kept);
      expect(0 <= low && low <= rate && rate <= high && high <= 1).toBe(true);
    }),
  ));
