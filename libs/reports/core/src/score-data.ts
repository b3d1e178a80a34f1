import type { RiskLevel, ScoreEvent } from '@tq/events';

type DataOf<T extends ScoreEvent['type']> = Extract<ScoreEvent, { type: T }>['data'];

/** A session was held or missed, and how its tutor stands after it. */
export type EndedSession = DataOf<'tutoring.session.ended.v1'>;
/** A session was called off. */
export type CancelledSession = DataOf<'tutoring.session.closed.v1'>;
/** A tutor's level changed, whatever the cause. */
export type LevelChange = DataOf<'tutoring.score.changed.v1'>;
export type ReportedSession = EndedSession | CancelledSession;

/** The two things of a card that decide whether somebody has to act. */
export type Standing = Readonly<{ riskLevel: RiskLevel; needsYou: boolean }>;
