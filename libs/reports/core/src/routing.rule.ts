import { instantOf, type ScoreEvent } from '@tq/events';
import { nextMorning, nextRollUp } from './clock';
import { flagChange } from './flag.rule';
import type { Recipient } from './recipient';
import type { EndedSession } from './score-data';

/** In which mail an event will stand, and when that mail is due (epoch ms). */
export type Route = Readonly<{ in: 'session-report' | 'flag-alert' | 'roll-up' | 'daily-digest'; due: number }>;

/** What has gone to this recipient already. */
export type Sent = Readonly<{
  /** Single session reports of the last 60 minutes. */
  reportsThisHour: number;
  /** A flag alert within the last 20 minutes? */
  alertedLately: boolean;
}>;

/** A changed level waits this long (ms) for a session report that says the same. */
export const alertGrace = 15_000;

/**
 * Which mail of this recipient an event goes into; null = none.
 * @param maxPerHour single session reports; 0 = no limit. Raised flags and a tutor's no-shows are never held back
 */
export function routeOf(
  event: ScoreEvent,
  { policy, timeZone }: Recipient,
  sent: Sent,
  now: number,
  maxPerHour: number,
): Route | null {
  const later: Route =
    policy === 'daily'
      ? { in: 'daily-digest', due: nextMorning(now, timeZone) }
      : { in: 'roll-up', due: nextRollUp(now, timeZone) };
  switch (event.type) {
    case 'tutoring.session.closed.v1':
      return later;
    case 'tutoring.session.ended.v1': {
      if (policy === 'daily' || (policy === 'smart' && !matters(event.data))) return later;
      const held = maxPerHour > 0 && sent.reportsThisHour >= maxPerHour && !isUrgent(event.data);
      return held ? later : { in: 'session-report', due: now };
    }
    case 'tutoring.score.changed.v1': {
      const change = flagChange(event.data.before, event.data.card);
      if (change === 'none' || event.data.before === null) return null;
      if (change !== 'raised' || policy === 'daily' || sent.alertedLately) return later;
      return { in: 'flag-alert', due: now + alertGrace };
    }
  }
}

/** Never held back by the hourly limit: a raised flag, and a tutor who did not come. */
export function isUrgent(session: EndedSession): boolean {
  return session.outcome === 'missed' || flagChange(session.before, session.card) === 'raised';
}

/** What *Smart* sends at once: a flag that moved, a no-show of either side, a poor first session. */
export function matters(session: EndedSession): boolean {
  return (
    session.missedBy !== undefined ||
    session.outcome === 'missed' ||
    flagChange(session.before, session.card) !== 'none' ||
    isPoorFirst(session)
  );
}

const tenMinutes = 600_000;

/** A first session that the tutor moved, came to ten minutes late, or gave less than half of. */
export function isPoorFirst(session: EndedSession): boolean {
  if (!session.isFirstSession) return false;
  const at = (time: string | null) => (time === null ? null : instantOf(time));
  const [plannedStart, plannedEnd, start, end] = [
    session.plannedStartsAt,
    session.plannedEndsAt,
    session.startedAt,
    session.endedAt,
  ].map(at);
  const joined = at(session.tutorJoinedAt) ?? start;
  const moved = session.moves.some((move) => move.by === 'tutor' && !move.excused);
  const late = typeof joined === 'number' && typeof plannedStart === 'number' && joined - plannedStart >= tenMinutes;
  const known =
    typeof start === 'number' &&
    typeof end === 'number' &&
    typeof plannedStart === 'number' &&
    typeof plannedEnd === 'number';
  return moved || late || (known && end - start < (plannedEnd - plannedStart) / 2);
}

const day = 86_400_000;

/** Is the event this recipient's at all? One who was added later is not told what happened more than a day before. */
export function isOwed(event: ScoreEvent, addedAt: number): boolean {
  const at = event.type === 'tutoring.score.changed.v1' ? event.data.at : event.data.scoredAt;
  return instantOf(at) >= addedAt - day;
}
