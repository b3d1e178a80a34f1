import { ColumnSet, type Client, type Column } from '@tq/platform/postgres';
import { countNames, type Day, type DayCounts, type Move, type Session } from '@tq/sessions/core';
import type { TutorChange } from './tutor-change';

/** All that a row of a session says. */
export const sessionColumns = new ColumnSet<Session>([
  ['tutor_id', 'text', (session) => session.tutorId],
  ['session_id', 'text', (session) => session.sessionId],
  ['state', 'text', (session) => session.state],
  ['student_id', 'text', (session) => session.studentId],
  ['lesson_subject', 'text', (session) => session.lessonSubject],
  ['is_first', 'boolean', (session) => session.isFirstSession],
  ['starts_at', 'bigint', (session) => session.startsAt],
  ['ends_at', 'bigint', (session) => session.endsAt],
  ['moves', 'int', ({ moves }) => moves.length],
  ['move_list', 'jsonb', ({ moves }) => (moves.length === 0 ? null : moves.map(moveItem))],
  ['closed_at', 'bigint', ({ closing }) => closing?.at ?? null],
  ['closed_by', 'text', ({ closing }) => closing?.by ?? null],
  ['excused', 'boolean', ({ closing }) => closing?.excused ?? false],
  ['closed_learned_at', 'bigint', ({ closing }) => closing?.learnedAt ?? null],
  ['received_at', 'bigint', ({ closing }) => closing?.receivedAt ?? null],
  ['started_at', 'bigint', ({ closing }) => closing?.startedAt ?? null],
  ['ended_at', 'bigint', ({ closing }) => closing?.endedAt ?? null],
  ['tutor_joined_at', 'bigint', ({ closing }) => closing?.tutorJoinedAt ?? null],
  ['closing_source', 'text', ({ closing }) => closing?.fact.source ?? null],
  ['closing_id', 'text', ({ closing }) => closing?.fact.id ?? null],
]);
const moveItem = ({ by, at, from, to, excused, reasonCode }: Move): object => ({
  by,
  at,
  from,
  to,
  excused,
  reasonCode,
});

const upsertSessions = `
  INSERT INTO session (${sessionColumns.names}) ${sessionColumns.select()}
  ON CONFLICT (tutor_id, session_id) DO UPDATE
  SET ${sessionColumns.names.split(', ').slice(2).map((name) => `${name} = excluded.${name}`).join(', ')}`; // prettier-ignore

/** Writes the sessions that changed; one of which no fact stands any more goes. */
export async function writeSessions(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const written: Session[] = [];
  const gone: { tutorId: string; sessionId: string }[] = [];
  for (const change of changes)
    for (const [sessionId, { before, after }] of change.sessions)
      if (after) written.push(after);
      else if (before) gone.push({ tutorId: change.tutorId, sessionId });
  if (written.length > 0)
    await client.query({ name: 'upsert-sessions', text: upsertSessions, values: sessionColumns.values(written) });
  if (gone.length === 0) return;
  await client.query(
    `DELETE FROM session USING unnest($1::text[], $2::text[]) AS gone(tutor_id, session_id)
     WHERE session.tutor_id = gone.tutor_id AND session.session_id = gone.session_id`,
    [gone.map(({ tutorId }) => tutorId), gone.map(({ sessionId }) => sessionId)],
  );
}

/** One day of a tutor and what is added to it. */
export interface DayChange {
  readonly tutorId: string;
  readonly day: Day;
  readonly counts: DayCounts;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const countColumns = countNames.map((name): Column<DayChange> => [
  snakeCase(name),
  'int',
  ({ counts }) => counts[name],
]);
/** All that a row of a day says. */
export const dayColumns = new ColumnSet<DayChange>([
  ['tutor_id', 'text', ({ tutorId }) => tutorId],
  ['day', 'int', ({ day }) => day],
  ...countColumns,
]);
const addDays = `
  INSERT INTO tutor_day (${dayColumns.names}) ${dayColumns.select()}
  ON CONFLICT (tutor_id, day) DO UPDATE
  SET ${countColumns.map(([name]) => `${name} = tutor_day.${name} + excluded.${name}`).join(', ')}`; // prettier-ignore

/** Adds the differences to the tutors' days. */
export async function writeDays(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const changed: DayChange[] = [];
  for (const { tutorId, days } of changes) for (const [day, counts] of days) changed.push({ tutorId, day, counts });
  if (changed.length === 0) return;
  await client.query({ name: 'add-days', text: addDays, values: dayColumns.values(changed) });
}
