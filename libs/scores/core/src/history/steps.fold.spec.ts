import fc from 'fast-check';
import { standardRuleSet } from '@tq/events';
import { oneOfEachIdentity } from '@tq/sessions/core';
import { whyChanged } from './change.rule';
import { stepChanges, stepOrders, stepsFrom } from './steps.fold';
import { corrects, excuses, firstDay, momentOf, retracts, said, timeZone, tolds } from './testing';

const judging = { prior: { alpha: 1, beta: 9 }, rules: standardRuleSet };
const order = fc.constantFrom(...stepOrders);
const moment = fc.option(fc.integer({ min: 0, max: 130 * 24 }).map(momentOf), { nil: null });

describe('one tutor, fact by fact', () => {
  it('ends where the reading of that day and moment stands, whichever way one goes', () =>
    fc.assert(
      fc.property(tolds, order, moment, fc.nat(300), (told, order, knownAt, days) => {
        const asOf = firstDay + days;
        const changes = stepChanges(told, order, asOf, knownAt);
        const steps = stepsFrom(changes, 0, timeZone, () => judging);
        const last = steps.at(-1);
        if (!last) return;
        // By the clock of learning a step's day is read with what was known right then.
        const at = { ...judging, asOf: last.asOf, knownAt: order === 'happened' ? knownAt : last.at };
        const { after } = whyChanged(told, at, at, 'rescheduleRate', 90);
        expect(last.standingAfter.windows['90'].rescheduleRate).toBe(after.value);
        expect(last.standingAfter.riskLevel).toBe(after.riskLevel);
      }),
      { numRuns: 200 },
    ));

  it('is the same from any step on, and in whatever order and number it arrived', () =>
    fc.assert(
      fc.property(tolds, order, fc.nat(20), (told, order, from) => {
        const events = oneOfEachIdentity(told.events).events;
        const steps = (of: typeof told) => {
          const changes = stepChanges(of, order, firstDay + 200, null);
          return stepsFrom(changes, Math.min(from, changes.length), timeZone, () => judging);
        };
        const again = { ...told, events: [...events.toReversed(), ...events] };
        const whole = stepsFrom(stepChanges(told, order, firstDay + 200, null), 0, timeZone, () => judging);
        expect(steps(again)).toEqual(steps(told));
        expect(steps(told)).toEqual(whole.slice(from));
      }),
      { numRuns: 100 },
    ));

  const told = {
    events: [
      said('plan', 'scheduled', 's1', 1),
      said('move', 'rescheduled', 's1', 2),
      said('held', 'completed', 's1', 30, { learned: 60 }),
      corrects('c', 'move', said('x', 'rescheduled', 's1', 2, { by: 'student' }), 40),
      retracts('r', 'c', 70),
    ],
    excuses: [excuses('x', 'move', 80)],
    timeZone,
  };
  const moved = (steps: ReturnType<typeof stepsFrom>) =>
    steps.map(({ how, before, after, standingBefore, standingAfter }) => [
      `${how} ${(after ?? before)?.id}`,
      standingBefore.windows['30'].tutorMoved,
      standingAfter.windows['30'].tutorMoved,
    ]);

  it('by when it happened: every fact once, as it stands', () =>
    expect(moved(stepsFrom(stepChanges(told, 'happened', firstDay + 9, null), 0, timeZone, () => judging))).toEqual([
      ['happened plan', 0, 0],
      ['happened move', 0, 0],
      ['happened held', 0, 0],
    ]));

  it('by when we learned of it: as it was first said, and with every word on it', () =>
    expect(moved(stepsFrom(stepChanges(told, 'learned', firstDay + 9, null), 0, timeZone, () => judging))).toEqual([
      ['learned plan', 0, 0],
      ['learned move', 0, 1],
      ['corrected move', 1, 0],
      ['learned held', 0, 0],
      ['uncorrected move', 0, 1],
      ['excused move', 1, 0],
    ]));
});
