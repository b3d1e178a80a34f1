import type { Anomaly } from './anomaly';
import type { FactOf } from './fact';

export type Party = 'tutor' | 'student' | 'platform';
export type SessionState = 'open' | 'held' | 'missed' | 'cancelled';

/** Which fact says so. */
export interface FactRef {
  readonly source: string;
  readonly id: string;
}

/** One move of a session before it closed. Times are epoch milliseconds. */
export interface Move {
  readonly fact: FactRef;
  readonly by: Party;
  /** When it was moved. */
  readonly at: number;
  readonly learnedAt: number;
  /** Not held against the tutor; only a tutor's move can be. */
  readonly excused: boolean;
  readonly from: number;
  readonly to: number;
  readonly reasonCode: FactOf<'tutoring.session.rescheduled.v1'>['data']['reasonCode'];
}

/** How a session ended. Times are epoch milliseconds. */
export interface Closing {
  readonly fact: FactRef;
  readonly how: Exclude<SessionState, 'open'>;
  /** Who missed or called it off; absent where both came. */
  readonly by?: Party;
  readonly at: number;
  readonly learnedAt: number;
  /** When the closing reached the log. */
  readonly receivedAt: number;
  readonly excused: boolean;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly tutorJoinedAt: number | null;
}

/** A promise to a student: what is known of it. Times are epoch milliseconds, `null` where nothing is known. */
export interface Session {
  readonly tutorId: string;
  readonly sessionId: string;
  readonly state: SessionState;
  readonly studentId: string | null;
  readonly lessonSubject: string | null;
  readonly isFirstSession: boolean;
  /** When it is to begin and end, as last moved. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Before the closing, in their order. */
  readonly moves: readonly Move[];
  readonly closing: Closing | null;
  readonly anomalies: readonly Anomaly[];
}
