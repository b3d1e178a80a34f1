import { instantOf } from '@tq/events';
import { dateAndTime, timeOfDay } from './clock';
import type { EndedSession } from './score-data';
import { oneLine, sentence, span } from './words';

export type FactLine = Readonly<{ label: string; value: string }>;

const mostMoves = 3;

/** What happened to the session, line by line, in the recipient's time. */
export function sessionFacts(session: EndedSession, timeZone: string): FactLine[] {
  const at = (time: string | null) => (time === null ? null : instantOf(time));
  const [planned, plannedEnd, start, end, joined] = [
    session.plannedStartsAt,
    session.plannedEndsAt,
    session.startedAt,
    session.endedAt,
    session.tutorJoinedAt,
  ].map(at) as [number | null, number | null, number | null, number | null, number | null];
  const lines: FactLine[] = [];
  const add = (label: string, value: string | null) => value !== null && value !== '' && lines.push({ label, value });
  add('Lesson', session.lessonSubject === null ? null : oneLine(session.lessonSubject));
  add(
    'Planned',
    planned === null
      ? null
      : `${dateAndTime(planned, timeZone)}${plannedEnd === null ? '' : `–${timeOfDay(plannedEnd, timeZone)}`}`,
  );
  add('Outcome', outcomeOf(session, start, end, timeZone));
  add('Tutor joined', joined === null ? null : `${timeOfDay(joined, timeZone)}${lateness(joined, planned)}`);
  for (const move of session.moves.slice(-mostMoves)) add('Moved', moveWords(move, timeZone));
  if (session.moves.length > mostMoves) add('Moved', `${session.moves.length - mostMoves} times more before that`);
  add('First session', session.isFirstSession ? "Yes, this student's first with this tutor" : null);
  return lines;
}

function outcomeOf(session: EndedSession, start: number | null, end: number | null, timeZone: string): string {
  if (session.outcome === 'missed') return `Missed: the tutor did not come${session.excused ? ' (excused)' : ''}`;
  if (session.missedBy === 'student') return 'Kept by the tutor; the student did not come';
  if (start === null || end === null) return 'Held';
  return `Held ${timeOfDay(start, timeZone)}–${timeOfDay(end, timeZone)}${end > start ? ` (${Math.round((end - start) / 60_000)} min)` : ''}`;
}

function lateness(joined: number, planned: number | null): string {
  if (planned === null) return '';
  const minutes = Math.round((joined - planned) / 60_000);
  if (minutes === 0) return ', on time';
  return minutes > 0 ? `, ${minutes} min late` : `, ${-minutes} min early`;
}

function moveWords({ by, at, from, to, reasonCode, excused }: EndedSession['moves'][number], timeZone: string): string {
  const notice = instantOf(from) - instantOf(at);
  const ahead = notice >= 0 ? `${span(notice)} before the start` : `${span(notice)} after the planned start`;
  const reason = oneLine(reasonCode.replaceAll('-', ' '), 40);
  const who = sentence(`by the ${by}`);
  return `${who}, ${ahead}: ${dateAndTime(instantOf(from), timeZone)} → ${dateAndTime(instantOf(to), timeZone)} (${reason}${excused ? ', excused' : ''})`;
}
