import fc from 'fast-check';
import type { DayCounts } from './day-counts';
import { addCounts, isNothing, noCounts } from './day-counts';
import type { ExcuseDecision } from './excuses.fold';
import { resolve } from './facts.fold';
import type { KnownEvent } from './known-event';
import { sessionsOf } from './session.fold';
import { excuses, histories, redelivered } from './testing/histories';
import { changeOfDays, daysOf, sumOfDays } from './tutor-day.fold';
import { tutorOf } from './tutor.fold';

const zone = 'America/St_Johns';
const inOrder = <K extends string | number, V>(map: ReadonlyMap<K, V>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function everything(events: readonly KnownEvent[], decisions: readonly ExcuseDecision[]) {
  const { facts, anomalies } = resolve(events, decisions);
  const sessions = sessionsOf(facts);
  return {
    facts,
    anomalies: anomalies.map((one) => JSON.stringify(one)).sort(),
    sessions: inOrder(sessions),
    days: inOrder(sumOfDays([...sessions.values()].map((session) => daysOf(session, zone)))),
    tutor: tutorOf(facts, Infinity, zone),
  };
}

it('depends on the set of facts, not on their order or number', () => {
  const delivered = fc.tuple(histories, excuses).chain(([events, decisions]) =>
    fc.record({
      events: fc.constant(events),
      decisions: fc.constant(decisions),
      again: redelivered(events),
      decidedAgain: redelivered(decisions),
    }),
  );
  fc.assert(
    fc.property(delivered, ({ events, decisions, again, decidedAgain }) => {
      expect(everything(again, decidedAgain)).toEqual(everything(events, decisions));
    }),
    { numRuns: 1000 },
  );
});

it('comes to the same by changes of single sessions, one record after the other', () => {
  fc.assert(
    fc.property(histories, (events) => {
      let days = new Map<number, DayCounts>();
      for (let heard = 1; heard <= events.length; heard++) {
        const before = sessionsOf(resolve(events.slice(0, heard - 1)).facts);
        const after = sessionsOf(resolve(events.slice(0, heard)).facts);
        for (const sessionId of new Set([...before.keys(), ...after.keys()])) {
          const [was, is] = [before.get(sessionId), after.get(sessionId)];
          const change = changeOfDays(was ? daysOf(was, zone) : new Map(), is ? daysOf(is, zone) : new Map());
          for (const [day, counts] of change) days.set(day, addCounts(days.get(day) ?? noCounts, counts));
        }
      }
      days = new Map([...days].filter(([, counts]) => !isNothing(counts)));
      expect(inOrder(days)).toEqual(everything(events, []).days);
    }),
    { numRuns: 1000 },
  );
});

it('needs only the events that share an identity or an amendment', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const whole = resolve(events).facts;
      for (const source of ['/rails', '/mobile']) {
        const part = resolve(events.filter((event) => event.source === source)).facts;
        expect(part).toEqual(whole.filter((fact) => fact.source === source));
      }
    }),
    { numRuns: 1000 },
  );
});
