import type { Day } from './civil-day';
import { addCounts, isNothing, noCounts, type DayCounts } from './day-counts';
import type { ExcuseDecision } from './excuses.fold';
import { isSessionFact, type Fact, type SessionFact } from './fact';
import { byTime, identityOf, type KnownEvent } from './known-event';
import type { Session } from './session';
import { sessionOf } from './session.fold';
import { standingOverTime } from './standing-over-time.fold';
import { changeOfDays, contributionsOf, daysOf } from './tutor-day.fold';

/**
 * What each moment of learning (epoch milliseconds) added to or took from a tutor's days: the sum of a day over all
 * moments up to T is that day's counts as they were known at T ({@link knownBy}); over all moments, the day's counts.
 */
export type LearnedDays = ReadonlyMap<Day, ReadonlyMap<number, DayCounts>>;

type Folding = Map<Day, Map<number, DayCounts>>;

/**
 * The definition that it meets: at every T the sum is the fold of the facts that were learned by T, with the
 * corrections, retractions and excuses learned by T; only which record is the event (of several under one identity) is
 * settled over all of them.
 * @param events valid events of one tutor, in any order, any number of times: complete for the sessions wanted, with
 *   every correction and retraction that speaks of them, also of what belonged to them once
 * @param excuses administrators' decisions on this tutor's facts
 * @param timeZone the platform's, IANA
 * @param sessionIds of these sessions only
 */
export function learnedDaysOf(
  events: readonly KnownEvent[],
  excuses: readonly ExcuseDecision[],
  timeZone: string,
  sessionIds?: ReadonlySet<string>,
): LearnedDays {
  const bySession = new Map<string, { from: number; identity: string; fact: SessionFact | undefined }[]>();
  const note = (sessionId: string, from: number, identity: string, fact: SessionFact | undefined): void => {
    if (sessionIds && !sessionIds.has(sessionId)) return;
    const known = bySession.get(sessionId);
    if (known) known.push({ from, identity, fact });
    else bySession.set(sessionId, [{ from, identity, fact }]);
  };
  for (const { identity, from, before, after } of standingOverTime(events, excuses)) {
    const was = before && isSessionFact(before) ? before : undefined;
    const is = after && isSessionFact(after) ? after : undefined;
    if (was && was.data.sessionId !== is?.data.sessionId) note(was.data.sessionId, from, identity, undefined);
    if (is) note(is.data.sessionId, from, identity, is);
  }
  const sum: Folding = new Map();
  for (const changes of bySession.values()) {
    const facts = changes.flatMap(({ from, fact }) => (fact?.learnedAt === from ? [fact] : []));
    // Each came once and stayed as it was said.
    if (facts.length === changes.length && new Set(facts.map(identityOf)).size === facts.length)
      addSession(sum, facts, timeZone);
    else addChanges(sum, changes, timeZone);
  }
  return withoutNothing(sum);
}

/**
 * The same for facts of which nobody spoke since: each stands from its own `learnedAt` on. The common case, of which a
 * backlog has many.
 * @param facts as they stand, each once
 * @param sessions those of these facts, where they were folded already
 */
export function learnedDaysOfFacts(
  facts: readonly Fact[],
  timeZone: string,
  sessions?: ReadonlyMap<string, Session>,
): LearnedDays {
  const sum: Folding = new Map();
  for (const [sessionId, own] of Map.groupBy(facts.filter(isSessionFact), ({ data }) => data.sessionId))
    addSession(sum, own, timeZone, sessions?.get(sessionId));
  return withoutNothing(sum);
}

/** The days' counts as they were known at an instant (epoch milliseconds); days without a count are not in the map. */
export function knownBy(learned: LearnedDays, instant: number): Map<Day, DayCounts> {
  const days = new Map<Day, DayCounts>();
  for (const [day, moments] of learned) {
    let sum = noCounts;
    for (const [at, counts] of moments) if (at <= instant) sum = addCounts(sum, counts);
    if (!isNothing(sum)) days.set(day, sum);
  }
  return days;
}

/** What must be added when the facts behind it change: after − before. */
export function changeOfLearned(before: LearnedDays, after: LearnedDays): LearnedDays {
  if (before.size === 0) return after;
  const change: Folding = new Map();
  for (const [day, moments] of after) for (const [at, counts] of moments) add(change, day, at, counts);
  for (const [day, moments] of before) for (const [at, counts] of moments) add(change, day, at, counts, -1);
  return withoutNothing(change);
}

/** A session whose facts only ever came. Where they came in their own order, each adds what it adds to the whole. */
function addSession(sum: Folding, facts: readonly SessionFact[], timeZone: string, known?: Session): void {
  const inOrder = facts.toSorted(byTime);
  if (inOrder.every((fact, i) => i === 0 || fact.learnedAt >= (inOrder[i - 1] as SessionFact).learnedAt)) {
    for (const { day, learnedAt, counts } of contributionsOf(known ?? sessionOf(inOrder), timeZone))
      add(sum, day, learnedAt, counts);
  } else {
    const changes = facts.map((fact) => ({ from: fact.learnedAt, identity: identityOf(fact), fact }));
    addChanges(sum, changes, timeZone);
  }
}

/** A session step by step: what stands in it after each moment, and what that changes. */
function addChanges(
  sum: Folding,
  changes: readonly { from: number; identity: string; fact: SessionFact | undefined }[],
  timeZone: string,
): void {
  const standing = new Map<string, SessionFact>();
  let before: ReadonlyMap<Day, DayCounts> = new Map();
  const inOrder = changes.toSorted((a, b) => a.from - b.from);
  for (const [i, { from, identity, fact }] of inOrder.entries()) {
    if (fact) standing.set(identity, fact);
    else standing.delete(identity);
    if (inOrder[i + 1]?.from === from) continue;
    const after = standing.size === 0 ? new Map<Day, DayCounts>() : daysOf(sessionOf([...standing.values()]), timeZone);
    for (const [day, counts] of changeOfDays(before, after)) add(sum, day, from, counts);
    before = after;
  }
}

function add(sum: Folding, day: Day, at: number, counts: Partial<DayCounts>, times = 1): void {
  let moments = sum.get(day);
  if (!moments) sum.set(day, (moments = new Map<number, DayCounts>()));
  moments.set(at, addCounts(moments.get(at) ?? noCounts, counts, times));
}

function withoutNothing(sum: Folding): Folding {
  for (const [day, moments] of sum) {
    for (const [at, counts] of moments) if (isNothing(counts)) moments.delete(at);
    if (moments.size === 0) sum.delete(day);
  }
  return sum;
}
