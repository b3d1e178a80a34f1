import fc from 'fast-check';
import { standardRuleSet, type RuleSet } from '@tq/events';
import { addCounts, noCounts, type DayCounts, type Windows } from '@tq/sessions/core';
import { riskOf } from './risk.rule';
import { standingOf } from './standing.rule';

const few = fc.nat(12);
const counts = fc
  .record({ moved: few, kept: few, held: few, missed: fc.nat(4), cancelled: fc.nat(4), first: fc.boolean() })
  .map(({ moved, kept, held, missed, cancelled, first }): DayCounts => ({
    ...noCounts,
    counted: moved + kept,
    tutorMoved: moved,
    held,
    missed,
    tutorCancelled: cancelled,
    firstMissed: first && missed > 0 ? 1 : 0,
  })); // prettier-ignore
const windows = fc.tuple(counts, counts, counts).map(([a, b, c]): Windows => {
  const month = addCounts(a, b);
  return { 7: a, 30: month, 90: addCounts(month, c) };
});
const share = fc.constantFrom(0, 0.05, 0.15, 0.2, 0.5, 0.8, 1);
const rules = fc.record({
  version: fc.constant(2),
  rescheduleLimit: share,
  minimumCounted: fc.integer({ min: 1, max: 12 }),
  window: fc.constantFrom(7, 30, 90),
  fallbackWindow: fc.constantFrom(7, 30, 90),
  evidence: fc.record({ confirmed: share, likely: share }),
  watchMinimumMoved: fc.nat(4),
  noShow: fc.record({ minimum: fc.integer({ min: 1, max: 4 }), limit: share }),
  cancellation: fc.record({ minimum: fc.integer({ min: 1, max: 8 }), limit: share }),
}) as fc.Arbitrary<RuleSet>;
const prior = fc.record({ alpha: fc.double({ min: 0.1, max: 20, noNaN: true }), beta: fc.double({ min: 0.1, max: 50, noNaN: true }) }); // prettier-ignore

it('is the level and the need of the whole standing, under any rules', () =>
  fc.assert(
    fc.property(windows, prior, fc.oneof(rules, fc.constant(standardRuleSet)), (windows, prior, rules) => {
      const { riskLevel, needsYou } = standingOf({ departed: false, windows, prior, rules });
      expect(riskOf(windows, prior, rules)).toEqual({ riskLevel, needsYou });
    }),
    { numRuns: 5000 },
  ));
