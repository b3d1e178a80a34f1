import { instantOf } from '@tq/events';
import type { EndedSession, LevelChange } from './score-data';

/** A session and the change that it brought about are told within a moment of each other. */
const sameMoment = 60_000;

/** Does the session's own report already say what the change says? Then the change is no news of its own. */
export function tellsOf(session: Pick<EndedSession, 'tutorId' | 'card' | 'scoredAt'>, change: LevelChange): boolean {
  return (
    session.tutorId === change.tutorId &&
    session.card.riskLevel === change.card.riskLevel &&
    session.card.needsYou === change.card.needsYou &&
    Math.abs(instantOf(session.scoredAt) - instantOf(change.at)) <= sameMoment
  );
}
