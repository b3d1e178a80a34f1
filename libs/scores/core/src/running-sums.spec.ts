import fc from 'fast-check';
import { noCounts, windowsOf } from '@tq/sessions/core';
import { packedCounts, RunningSums } from './running-sums';

const day = fc.record({
  day: fc.integer({ min: 90, max: 240 }),
  counts: fc.tuple(...packedCounts.map(() => fc.nat(9))),
});

it('gives the windows of every day as the fold of the days does, tutor after tutor', () => {
  const sums = new RunningSums(100, 230);
  fc.assert(
    fc.property(fc.uniqueArray(day, { selector: (one) => one.day, maxLength: 60 }), fc.integer({ min: 190, max: 230 }), (days, asOf) => {
      sums.load(Int32Array.from(days.flatMap(({ day, counts }) => [day, ...counts])));
      const within = days.filter(({ day }) => day >= 100 && day <= 230);
      const counts = new Map(within.map(({ day, counts }) => [day, { ...noCounts, ...Object.fromEntries(packedCounts.map((name, c) => [name, counts[c] as number])) }]));
      expect(sums.windowsAsOf(asOf)).toEqual(windowsOf(counts, asOf));
      const held = within.filter(({ day }) => day >= 150 && day <= asOf).reduce((sum, { counts }) => sum + (counts[2] as number), 0);
      expect(sums.between('held', 150, asOf)).toBe(held);
    }),
    { numRuns: 1000 },
  ); // prettier-ignore
});
