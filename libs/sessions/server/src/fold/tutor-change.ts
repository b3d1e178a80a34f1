import {
  addCounts,
  changeOfDays,
  changeOfLearned,
  daysOf,
  identityOf,
  isSessionFact,
  learnedDaysOf,
  learnedDaysOfFacts,
  oneOfEachIdentity,
  resolve,
  sessionsOf,
  type Anomaly,
  type Day,
  type DayCounts,
  type ExcuseDecision,
  type Fact,
  type KnownEvent,
  type LearnedDays,
  type Session,
} from '@tq/sessions/core';
import { sessionsSpokenOf } from './sessions-spoken-of';

/** What is known of one tutor before a batch, and what the batch brings. */
export interface TutorInput {
  readonly tutorId: string;
  /** Loaded events, each identity once: complete for every session that may change. */
  readonly stored: readonly KnownEvent[];
  readonly fresh: readonly KnownEvent[];
  readonly decisionsBefore: readonly ExcuseDecision[];
  readonly decisionsAfter: readonly ExcuseDecision[];
  /** Corrections, retractions or excuses are known of the tutor, or come now. */
  readonly amended: boolean;
}

/** An event whose row must be written, and how it stands; `fact` is undefined for amendments and retracted facts. */
export interface ChangedEvent {
  readonly event: KnownEvent;
  readonly fact: Fact | undefined;
}

/** The difference that a batch makes to one tutor. */
export interface TutorChange {
  readonly tutorId: string;
  readonly events: readonly ChangedEvent[];
  readonly sessions: ReadonlyMap<string, { readonly before: Session | undefined; readonly after: Session | undefined }>;
  readonly days: ReadonlyMap<Day, DayCounts>;
  /** The same by the moments from which it is known. */
  readonly learned: LearnedDays;
  readonly anomalies: { readonly gone: readonly Anomaly[]; readonly found: readonly Anomaly[] };
  /** Something that was stored stands differently now (and not only: something came). */
  readonly restated: boolean;
}

interface Resolved {
  readonly facts: Map<string, Fact>;
  readonly anomalies: Anomaly[];
}

function resolved(events: readonly KnownEvent[], decisions: readonly ExcuseDecision[]): Resolved {
  const { facts, anomalies } = resolve(events, decisions);
  return { facts: new Map(facts.map((fact) => [identityOf(fact), fact])), anomalies };
}

const before = ({ stored, decisionsBefore }: TutorInput): Resolved => resolved(stored, decisionsBefore);
const after = ({ stored, fresh, decisionsAfter }: TutorInput): Resolved =>
  resolved([...stored, ...fresh], decisionsAfter);

/**
 * The sessions that a batch changes, found from the new events, what they speak of and all amendments of the tutor.
 * All facts of these sessions must be loaded before {@link changeOf} can say what becomes of them.
 */
export function touchedSessions(input: TutorInput): Set<string> {
  const touched = new Set<string>();
  const add = (fact: Fact | undefined): void => {
    if (fact && isSessionFact(fact)) touched.add(fact.data.sessionId);
  };
  if (!input.amended && input.stored.length === 0) {
    for (const event of input.fresh) add(event as Fact);
    return touched;
  }
  if (input.amended) return sessionsSpokenOf(input);
  const was = before(input).facts;
  const is = after(input).facts;
  for (const [identity, fact] of is) {
    const known = was.get(identity);
    if (known && standsTheSame(known, fact)) continue;
    add(known);
    add(fact);
  }
  return touched;
}

/** What the batch makes of the tutor: exactly the difference between the folds of the two sets of facts. */
export function changeOf(input: TutorInput, touched: ReadonlySet<string>, timeZone: string): TutorChange {
  const was = before(input);
  const is = after(input);
  const factsBefore = factsOf(was, touched);
  const factsAfter = factsOf(is, touched);
  const sessionsBefore = sessionsOf(factsBefore);
  const sessionsAfter = sessionsOf(factsAfter);

  const sessions = new Map<string, { before: Session | undefined; after: Session | undefined }>();
  const days = new Map<Day, DayCounts>();
  const learned = (
    facts: readonly Fact[],
    sessions: ReadonlyMap<string, Session>,
    events: readonly KnownEvent[],
    decisions: readonly ExcuseDecision[],
  ) =>
    input.amended ? learnedDaysOf(events, decisions, timeZone, touched) : learnedDaysOfFacts(facts, timeZone, sessions);
  for (const sessionId of touched) {
    const change = { before: sessionsBefore.get(sessionId), after: sessionsAfter.get(sessionId) };
    sessions.set(sessionId, change);
    addChange(days, change, timeZone);
  }
  return {
    tutorId: input.tutorId,
    events: changedEvents(input, was, is),
    sessions,
    days,
    learned: changeOfLearned(
      learned(factsBefore, sessionsBefore, input.stored, input.decisionsBefore),
      learned(factsAfter, sessionsAfter, [...input.stored, ...input.fresh], input.decisionsAfter),
    ),
    anomalies: difference(
      [...was.anomalies, ...anomaliesOf(sessionsBefore)],
      [...is.anomalies, ...anomaliesOf(sessionsAfter)],
    ),
    restated: [...was.facts].some(([identity, fact]) => {
      const now = is.facts.get(identity);
      return !now || !standsTheSame(fact, now);
    }),
  };
}

function factsOf({ facts }: Resolved, touched: ReadonlySet<string>): Fact[] {
  return [...facts.values()].filter((fact) => isSessionFact(fact) && touched.has(fact.data.sessionId));
}

function addChange(
  days: Map<Day, DayCounts>,
  change: { before: Session | undefined; after: Session | undefined },
  timeZone: string,
): void {
  const none = new Map<Day, DayCounts>();
  const changed = changeOfDays(
    change.before ? daysOf(change.before, timeZone) : none,
    change.after ? daysOf(change.after, timeZone) : none,
  );
  for (const [day, counts] of changed) {
    const known = days.get(day);
    days.set(day, known ? addCounts(known, counts) : counts);
  }
}

function changedEvents(input: TutorInput, was: Resolved, is: Resolved): ChangedEvent[] {
  return input.amended ? changedAmongAll(input, was, is) : changedFacts(was, is);
}

/** The log's own words are what is kept, so that a later version can be understood anew. */
function asWritten(fact: Fact): KnownEvent {
  return fact.written ? ({ ...fact, ...fact.written } as KnownEvent) : fact;
}

/** Where nothing speaks of other events, every event is a fact and stands as it was said. */
function changedFacts(was: Resolved, is: Resolved): ChangedEvent[] {
  const changed: ChangedEvent[] = [];
  for (const [identity, fact] of is.facts) {
    const known = was.facts.get(identity);
    if (!known || !standsTheSame(known, fact)) changed.push({ event: asWritten(fact), fact });
  }
  return changed;
}

function changedAmongAll(input: TutorInput, was: Resolved, is: Resolved): ChangedEvent[] {
  const fresh = new Set(input.fresh);
  const { events } = oneOfEachIdentity([...input.stored, ...input.fresh]);
  const changed: ChangedEvent[] = [];
  for (const event of events) {
    const identity = identityOf(event);
    const known = was.facts.get(identity);
    const fact = is.facts.get(identity);
    const isChanged = fresh.has(event) || (known && fact ? !standsTheSame(known, fact) : known !== fact);
    if (isChanged) changed.push({ event, fact });
  }
  return changed;
}

// Data and place are the same objects where they are the same event and the same correction.
function standsTheSame(a: Fact, b: Fact): boolean {
  return (
    a.at === b.at &&
    a.data === b.data &&
    a.excused === b.excused &&
    a.correctedBy === b.correctedBy &&
    a.record === b.record
  );
}

function anomaliesOf(sessions: ReadonlyMap<string, Session>): Anomaly[] {
  return [...sessions.values()].flatMap(({ anomalies }) => anomalies);
}

function difference(was: readonly Anomaly[], is: readonly Anomaly[]): { gone: Anomaly[]; found: Anomaly[] } {
  if (was.length === 0) return { gone: [], found: [...is] };
  // With its words: what is odd about a fact may be odd otherwise once more is known.
  const key = ({ kind, source, id, detail }: Anomaly): string => `${kind} ${id} ${source} ${detail}`;
  const wasKeys = new Set(was.map(key));
  const isKeys = new Set(is.map(key));
  return {
    gone: was.filter((anomaly) => !isKeys.has(key(anomaly))),
    found: is.filter((anomaly) => !wasKeys.has(key(anomaly))),
  };
}
