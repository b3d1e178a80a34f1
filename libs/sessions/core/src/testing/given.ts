import type { DayCounts } from '../day-counts';
import type { ExcuseDecision } from '../excuses.fold';
import { resolve } from '../facts.fold';
import type { Session } from '../session';
import { sessionsOf } from '../session.fold';
import { daysOf, sumOfDays } from '../tutor-day.fold';
import { onTheLog, type Draft } from './events';
import { dayName, timeOf } from './week';

type Days = Record<string, Partial<DayCounts>>;

/**
 * A history, and exactly what must follow from it:
 * `given(scheduled('s1', 'Mon'), completed('s1', 'Tue')).days({ Tue: { counted: 1, held: 1 } })`.
 */
export function given(...drafts: readonly Draft[]) {
  return expectations(drafts, []);
}

function expectations(drafts: readonly Draft[], excuses: readonly ExcuseDecision[]) {
  const folded = () => {
    const { facts, anomalies } = resolve(onTheLog(drafts), excuses);
    const sessions = sessionsOf(facts);
    const all = [...anomalies, ...[...sessions.values()].flatMap((session) => session.anomalies)];
    return { facts, sessions, anomalies: all };
  };
  return {
    /** An administrator excuses a fact, or withdraws the excuse. */
    excused: (id: string, on: string, excused = true) =>
      expectations(drafts, [
        ...excuses,
        {
          source: '/console',
          id: `x${excuses.length}`,
          at: Date.parse(timeOf(on)),
          learnedAt: Date.parse(timeOf(on)),
          excused,
          fact: { source: '/rails', id },
        },
      ]),
    /** Counts of every day, those that are 0 left out; no other day has any. */
    days: (expected: Days) => {
      const { sessions } = folded();
      const days = sumOfDays([...sessions.values()].map((session) => daysOf(session, 'UTC')));
      expect(Object.fromEntries([...days].map(([day, counts]) => [dayName(day), withoutZeros(counts)]))).toEqual(
        expected,
      );
    },
    /** What is known of one session. */
    session: (sessionId: string, expected: Partial<Session>) =>
      expect(folded().sessions.get(sessionId)).toMatchObject(expected),
    /** Kind and event of all that is odd, in any order. */
    anomalies: (...expected: string[]) =>
      expect(
        folded()
          .anomalies.map(({ kind, id }) => `${kind} ${id}`)
          .sort(),
      ).toEqual(expected.sort()),
    /** Ids of the facts that stand, in their order. */
    facts: (...expected: string[]) => expect(folded().facts.map(({ id }) => id)).toEqual(expected),
  };
}

function withoutZeros(counts: DayCounts): Partial<DayCounts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
