import { instantOf } from '@tq/events';
import { anomaly, type Anomaly } from './anomaly';
import { isSessionFact, type Fact, type FactOf, type SessionFact } from './fact';
import { byTime } from './known-event';
import type { Closing, Move, Party, Session } from './session';

/** Every session of one tutor's standing facts, by `sessionId`. */
export function sessionsOf(facts: readonly Fact[]): Map<string, Session> {
  const bySession = new Map<string, SessionFact[]>();
  for (const fact of facts) {
    if (!isSessionFact(fact)) continue;
    const known = bySession.get(fact.data.sessionId);
    if (known) known.push(fact);
    else bySession.set(fact.data.sessionId, [fact]);
  }
  return new Map([...bySession].map(([sessionId, own]) => [sessionId, sessionOf(own)]));
}

/**
 * What is known of one session.
 * @param facts the standing facts of this session, each once, in any order; at least one
 */
export function sessionOf(facts: readonly SessionFact[]): Session {
  const inOrder = facts.toSorted(byTime);
  const first = inOrder[0];
  if (!first) throw new RangeError('A session is at least one fact.');
  const opened = { ...unheardOf, tutorId: first.subject, sessionId: first.data.sessionId };
  const { isScheduled: _isScheduled, ...session } = inOrder.reduce(evolve, opened);
  return session;
}

/** `isScheduled` only tells a first `scheduled` from a second. */
type Folding = Session & { readonly isScheduled: boolean };

const unheardOf: Omit<Folding, 'tutorId' | 'sessionId'> = {
  state: 'open',
  studentId: null,
  lessonSubject: null,
  isFirstSession: false,
  startsAt: null,
  endsAt: null,
  moves: [],
  closing: null,
  anomalies: [],
  isScheduled: false,
};

function evolve(session: Folding, fact: SessionFact): Folding {
  if (fact.type === 'tutoring.session.rated.v1' || fact.type === 'tutoring.session.transcribed.v1') return session;
  if (session.closing) return odd(session, anomaly('after-closing', fact, `The session was ${session.state} before.`));
  switch (fact.type) {
    case 'tutoring.session.scheduled.v1':
      return scheduled(session, fact);
    case 'tutoring.session.rescheduled.v1':
      return moved(session, fact);
    case 'tutoring.session.completed.v1':
      return closed(inOrderOfTime(session, fact, fact.data.startedAt, fact.data.endedAt), fact, { how: 'held' });
    case 'tutoring.session.no-show.v1':
      return closed(session, fact, { how: fact.data.missedBy === 'tutor' ? 'missed' : 'held', by: fact.data.missedBy });
    case 'tutoring.session.cancelled.v1':
      return closed(session, fact, { how: 'cancelled', by: fact.data.initiatedBy });
  }
}

function scheduled(session: Folding, fact: FactOf<'tutoring.session.scheduled.v1'>): Folding {
  if (session.isScheduled) return odd(session, anomaly('second-scheduled', fact, 'The session was scheduled before.'));
  const { studentId, lessonSubject, isFirstSession, startsAt, endsAt } = fact.data;
  return {
    ...inOrderOfTime(session, fact, startsAt, endsAt),
    isScheduled: true,
    studentId,
    lessonSubject,
    isFirstSession,
    // A session that is heard of by a move first stays where it was moved to.
    ...(session.moves.length === 0 && { startsAt: instantOf(startsAt), endsAt: instantOf(endsAt) }),
  };
}

function moved(session: Folding, fact: FactOf<'tutoring.session.rescheduled.v1'>): Folding {
  const { initiatedBy, previousStartsAt, newStartsAt, newEndsAt, reasonCode } = fact.data;
  const move: Move = {
    fact: { source: fact.source, id: fact.id },
    by: initiatedBy,
    at: fact.at,
    learnedAt: fact.learnedAt,
    excused: fact.excused,
    from: instantOf(previousStartsAt),
    to: instantOf(newStartsAt),
    reasonCode,
  };
  return {
    ...inOrderOfTime(session, fact, newStartsAt, newEndsAt),
    startsAt: move.to,
    endsAt: instantOf(newEndsAt),
    moves: [...session.moves, move],
  };
}

type ClosingFact = FactOf<
  'tutoring.session.completed.v1' | 'tutoring.session.no-show.v1' | 'tutoring.session.cancelled.v1'
>;

function closed(session: Folding, fact: ClosingFact, how: { how: Closing['how']; by?: Party }): Folding {
  const took = fact.type === 'tutoring.session.completed.v1' ? fact.data : undefined;
  const closing: Closing = {
    ...how,
    fact: { source: fact.source, id: fact.id },
    at: fact.at,
    learnedAt: fact.learnedAt,
    receivedAt: fact.record.timestamp,
    excused: fact.excused,
    startedAt: took ? instantOf(took.startedAt) : null,
    endedAt: took ? instantOf(took.endedAt) : null,
    tutorJoinedAt: took?.tutorJoinedAt == null ? null : instantOf(took.tutorJoinedAt),
  };
  return { ...session, state: how.how, closing };
}

function inOrderOfTime(session: Folding, fact: SessionFact, start: string, end: string): Folding {
  if (instantOf(end) >= instantOf(start)) return session;
  return odd(session, anomaly('ends-before-start', fact, `It ends (${end}) before it starts (${start}).`));
}

function odd(session: Folding, found: Anomaly): Folding {
  return { ...session, anomalies: [...session.anomalies, found] };
}
