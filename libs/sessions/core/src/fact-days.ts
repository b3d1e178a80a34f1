import type { Day } from './civil-day';
import { addCounts, noCounts, type DayCounts } from './day-counts';
import { isSessionFact, type Fact, type SessionFact } from './fact';
import { identityOf } from './known-event';
import { sessionOf } from './session.fold';
import { changeOfDays, daysOf } from './tutor-day.fold';
import { windowLengths, type Windows } from './window.fold';

/** One tutor's days while facts come, change and go one after another; only the sessions that they speak of are folded anew. */
export class FactDays {
  private readonly sessions = new Map<string, Map<string, SessionFact>>();
  private readonly days = new Map<Day, DayCounts>();

  /** @param timeZone the platform's, IANA */
  constructor(private readonly timeZone: string) {}

  /** One fact stands otherwise than before; undefined: it did not stand, or does no longer. */
  change(before: Fact | undefined, after: Fact | undefined): void {
    const was = before && isSessionFact(before) ? before : undefined;
    const is = after && isSessionFact(after) ? after : undefined;
    const touched = new Set([was, is].flatMap((fact) => (fact ? [fact.data.sessionId] : [])));
    for (const sessionId of touched) {
      const facts = this.sessions.get(sessionId) ?? new Map<string, SessionFact>();
      this.sessions.set(sessionId, facts);
      const days = this.daysOf(facts);
      if (was?.data.sessionId === sessionId) facts.delete(identityOf(was));
      if (is?.data.sessionId === sessionId) facts.set(identityOf(is), is);
      for (const [day, counts] of changeOfDays(days, this.daysOf(facts)))
        this.days.set(day, addCounts(this.countsOf(day), counts));
    }
  }

  /** What one day adds to the figures. */
  countsOf(day: Day): DayCounts {
    return this.days.get(day) ?? noCounts;
  }

  /** All windows as of a day. */
  windowsAsOf(asOf: Day): Windows {
    const sums = { 7: noCounts, 30: noCounts, 90: noCounts };
    let sum = noCounts;
    let next = 0;
    for (const length of windowLengths) {
      for (; next < length; next++) {
        const counts = this.days.get(asOf - next);
        if (counts) sum = addCounts(sum, counts);
      }
      sums[length] = sum;
    }
    return sums;
  }

  private daysOf(facts: ReadonlyMap<string, SessionFact>): Map<Day, DayCounts> {
    return facts.size === 0 ? new Map<Day, DayCounts>() : daysOf(sessionOf([...facts.values()]), this.timeZone);
  }
}
