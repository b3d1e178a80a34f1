import fc from 'fast-check';
import { addCounts, isNothing, noCounts, type DayCounts } from './day-counts';
import type { ExcuseDecision } from './excuses.fold';
import { resolve } from './facts.fold';
import { oneOfEachIdentity } from './identity.fold';
import type { KnownEvent } from './known-event';
import { changeOfLearned, knownBy, learnedDaysOf, learnedDaysOfFacts, type LearnedDays } from './learned-days.fold';
import { sessionsOf } from './session.fold';
import { excuses, histories, redelivered } from './testing/histories';
import { daysOf, sumOfDays } from './tutor-day.fold';

const zone = 'America/St_Johns';
const moments = [0, 1, 2, 3, 4, 5, 6, Infinity];
const inOrder = (days: ReadonlyMap<number, DayCounts>) => [...days].sort(([a], [b]) => a - b);
const plain = (learned: LearnedDays) =>
  [...learned].sort(([a], [b]) => a - b).map(([day, own]) => [day, inOrder(own)] as const);

/** What the contract says, straight: of what was learned by then, the facts as they stand. */
function straight(events: readonly KnownEvent[], decisions: readonly ExcuseDecision[], instant: number) {
  const known = oneOfEachIdentity(events).events.filter(({ learnedAt }) => learnedAt <= instant);
  const { facts } = resolve(
    known,
    decisions.filter(({ learnedAt }) => learnedAt <= instant),
  );
  const days = sumOfDays([...sessionsOf(facts).values()].map((session) => daysOf(session, zone)));
  return inOrder(new Map([...days].filter(([, counts]) => !isNothing(counts))));
}

const delivered = fc.tuple(histories, excuses).chain(([events, decisions]) =>
  fc.record({
    events: fc.constant(events),
    decisions: fc.constant(decisions),
    again: redelivered(events),
    decidedAgain: redelivered(decisions),
  }),
);

it('is, at every moment, the fold of what was learned by then: in any order, any number of times', () => {
  fc.assert(
    fc.property(delivered, ({ events, decisions, again, decidedAgain }) => {
      const learned = learnedDaysOf(again, decidedAgain, zone);
      for (const moment of moments)
        expect(inOrder(knownBy(learned, moment))).toEqual(straight(events, decisions, moment));
    }),
    { numRuns: 1000 },
  );
});

it('is the same by the short way where nobody speaks of another fact', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const events = history.filter(({ type }) => !type.startsWith('tutoring.event.'));
      expect(plain(learnedDaysOfFacts(resolve(events).facts, zone))).toEqual(plain(learnedDaysOf(events, [], zone)));
    }),
    { numRuns: 1000 },
  );
});

it('changes by differences: what one more record adds, added to what was, is the whole', () => {
  fc.assert(
    fc.property(histories, excuses, (events, decisions) => {
      const sum = new Map<number, Map<number, DayCounts>>();
      for (let heard = 1; heard <= events.length; heard++) {
        const before = learnedDaysOf(events.slice(0, heard - 1), decisions, zone);
        for (const [day, own] of changeOfLearned(before, learnedDaysOf(events.slice(0, heard), decisions, zone))) {
          const known = sum.get(day) ?? new Map<number, DayCounts>();
          sum.set(day, known);
          for (const [at, counts] of own) known.set(at, addCounts(known.get(at) ?? noCounts, counts));
        }
      }
      for (const [day, own] of sum) {
        for (const [at, counts] of own) if (isNothing(counts)) own.delete(at);
        if (own.size === 0) sum.delete(day);
      }
      expect(plain(sum)).toEqual(plain(learnedDaysOf(events, decisions, zone)));
    }),
    { numRuns: 300 },
  );
});
