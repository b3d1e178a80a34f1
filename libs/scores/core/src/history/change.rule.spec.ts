import fc from 'fast-check';
import { standardRuleSet } from '@tq/events';
import {
  dayOf,
  daysOf,
  oneOfEachIdentity,
  resolve,
  sessionsOf,
  sumOfDays,
  windowLengths,
  windowsOf,
} from '@tq/sessions/core';
import { whyChanged, type ChangePart, type ReadingOf } from './change.rule';
import { figureOf, figures, inUnits, judged } from './figure';
import { corrects, excuses, firstDay, momentOf, readings, retracts, said, timeZone, tolds } from './testing';
import type { Told } from './told';

const figure = fc.constantFrom(...figures);
const window = fc.constantFrom(...windowLengths);

/** The reading itself, straight: the fold of what was learned by then. */
function straight(told: Told, { asOf, knownAt, ...judging }: ReadingOf) {
  const known = oneOfEachIdentity(told.events).events.filter(({ learnedAt }) => learnedAt <= (knownAt ?? Infinity));
  const { facts } = resolve(known, told.excuses.filter(({ learnedAt }) => learnedAt <= (knownAt ?? Infinity)));
  const windows = windowsOf(sumOfDays([...sessionsOf(facts).values()].map((one) => daysOf(one, timeZone))), asOf);
  const standing = judged(windows, judging);
  return { windows, standing, known: facts.some(({ at }) => dayOf(at, timeZone) <= asOf) };
} // prettier-ignore

describe('why a figure changed between two readings', () => {
  it('is a list whose parts come to the difference exactly, from one reading to the other, any two of them', () =>
    fc.assert(
      fc.property(tolds, readings, readings, figure, window, (told, from, to, figure, window) => {
        const { before, after, change, parts } = whyChanged(told, from, to, figure, window);
        for (const [side, reading] of [[before, from], [after, to]] as const) {
          const { windows, standing, known } = straight(told, reading);
          expect(side).toEqual({ value: figureOf(figure, window, windows, standing), riskLevel: standing.riskLevel, known });
        }
        expect(parts.reduce((sum, part) => sum + part.change, 0)).toBe(change);
        expect(change).toBe(inUnits(figure, after.value) - inUnits(figure, before.value));
        let last = [before.value, before.riskLevel];
        for (const part of parts) {
          expect([part.before, part.levelBefore]).toEqual(last);
          last = [part.after, part.levelAfter];
        }
        expect(last).toEqual([after.value, after.riskLevel]);
      }),
      { numRuns: 300 },
    )); // prettier-ignore

  it('depends on what was said, not on the order or number of its arrivals', () =>
    fc.assert(
      fc.property(tolds, readings, readings, figure, (told, from, to, figure) => {
        // Of one identity the first on the log is the event: that must stay the first.
        const events = oneOfEachIdentity(told.events).events;
        const again = { ...told, events: [...events.toReversed(), ...events], excuses: told.excuses };
        expect(whyChanged(again, from, to, figure, 30)).toEqual(whyChanged({ ...told, events }, from, to, figure, 30));
      }),
      { numRuns: 100 },
    ));

  it('is nothing between a reading and itself', () =>
    fc.assert(
      fc.property(tolds, readings, figure, (told, reading, figure) =>
        expect(whyChanged(told, reading, reading, figure, 90)).toMatchObject({ change: 0, parts: [] }),
      ),
      { numRuns: 100 },
    ));
});

const rules = standardRuleSet;
const prior = { alpha: 1, beta: 9 };
const on = (day: number, knownAt: number | null = null, more = {}): ReadingOf => ({ asOf: firstDay + day, knownAt, prior, rules, ...more }); // prettier-ignore
const told = (events: Told['events'], decided: Told['excuses'] = []): Told => ({ events, excuses: decided, timeZone: 'UTC' }); // prettier-ignore
const words = (part: ChangePart) => [
  part.cause === 'fact' ? part.how : part.cause,
  part.before,
  part.after,
  part.change,
];

describe('the parts', () => {
  const held = (n: number, hour: number) => said(`h${n}`, 'completed', `s${n}`, hour);

  it('are what happened, day by day, and what ended with the window', () => {
    const { parts, change } = whyChanged(
      told([held(1, 12), held(2, 24 * 10), said('m', 'rescheduled', 's3', 24 * 20), held(3, 24 * 25)]),
      on(12),
      on(30),
      'rescheduleRate',
      30,
    );
    expect(parts.map(words)).toEqual([
      ['happened', 0, 1 / 3, 3333],
      ['window-end', 1 / 3, 1 / 2, 1667],
    ]);
    expect(change).toBe(5000);
  });

  it('go through nothing at all: a rate without sessions is no number, and counts as none', () => {
    const { before, after, parts, change } = whyChanged(told([held(1, 12)]), on(-1), on(40), 'noShowRate', 30);
    expect([before, after]).toMatchObject([{ value: null, known: false }, { value: null, known: true }]); // prettier-ignore
    expect(parts.map(words)).toEqual([
      ['happened', null, 0, 0],
      ['window-end', 0, null, 0],
    ]);
    expect(change).toBe(0);
  });

  it('name what was learned later of days that were read before: late, corrected, retracted, excused', () => {
    const events = [
      ...[1, 2, 3, 4, 5, 6].map((n) => held(n, n)),
      said('late', 'rescheduled', 's7', 10, { learned: 100 }),
      said('wrong', 'rescheduled', 's8', 11),
      said('twice', 'rescheduled', 's9', 12),
      said('ill', 'rescheduled', 's10', 13),
      corrects('c', 'wrong', said('x', 'rescheduled', 's8', 11, { by: 'student' }), 101),
      retracts('r', 'twice', 102),
    ];
    const then = on(1, momentOf(50));
    const { parts } = whyChanged(told(events, [excuses('x', 'ill', 103)]), then, on(1), 'rescheduleRate', 30);
    expect(parts.map((part) => (part.cause === 'fact' ? [part.how, part.change] : []))).toEqual([
      ['learned', 667],
      ['corrected', -667],
      ['retracted', -833],
      ['excused', -1071],
    ]);
    const back = whyChanged(told(events, [excuses('x', 'ill', 103)]), on(1), then, 'rescheduleRate', 30);
    expect(back.parts.map((part) => part.cause === 'fact' && part.how)).toEqual(['forgotten', 'uncorrected', 'learned', 'unexcused']); // prettier-ignore
  });

  it('end with the prior and the rules', () => {
    const events = [said('m', 'rescheduled', 's1', 1), ...[2, 3, 4, 5, 6].map((n) => held(n, n))];
    const other = { prior: { alpha: 3, beta: 9 }, rules: { ...rules, version: 2, rescheduleLimit: 0.1 } };
    const evidence = whyChanged(told(events), on(1), on(1, null, other), 'evidence', 30);
    expect(evidence.parts.map(({ cause }) => cause)).toEqual(['prior', 'rules']);
    const score = whyChanged(told(events), on(1), on(1, null, other), 'score', 30);
    // The prior has no part in a score.
    expect(score.parts.map(({ cause, change }) => [cause, change])).toEqual([['rules', -14]]);
  });
});
