import { columnValues, selected, unnest, type Client, type RowOf } from '@tq/platform/postgres';
import { countNames, type DayCounts, type Session } from '@tq/sessions/core';
import type { TutorChange } from './tutor-change';

const sessionColumns = {
  tutor_id: 'text',
  session_id: 'text',
  state: 'text',
  student_id: 'text',
  lesson_subject: 'text',
  is_first: 'boolean',
  starts_at: 'bigint',
  ends_at: 'bigint',
  moves: 'int',
  move_list: 'jsonb',
  closed_at: 'bigint',
  closed_by: 'text',
  excused: 'boolean',
  closed_learned_at: 'bigint',
  received_at: 'bigint',
  started_at: 'bigint',
  ended_at: 'bigint',
  tutor_joined_at: 'bigint',
  closing_source: 'text',
  closing_id: 'text',
} as const;

const names = Object.keys(sessionColumns);
const upsertSessions = `
  INSERT INTO session (${names.join(', ')}) SELECT ${selected(sessionColumns, 'fresh')} FROM ${unnest(sessionColumns, 'fresh')}
  ON CONFLICT (tutor_id, session_id) DO UPDATE
  SET ${names.slice(2).map((name) => `${name} = excluded.${name}`).join(', ')}`; // prettier-ignore

/** Writes the sessions that changed; one of which no fact stands any more goes. */
export async function writeSessions(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const all = changes.flatMap(({ tutorId, sessions }) =>
    [...sessions].map(([sessionId, change]) => ({ tutorId, sessionId, ...change })),
  );
  const rows = all.flatMap(({ after }) => (after ? [rowOf(after)] : []));
  if (rows.length > 0)
    await client.query({ name: 'upsert-sessions', text: upsertSessions, values: columnValues(sessionColumns, rows) });

  const gone = all.filter(({ before, after }) => before && !after);
  if (gone.length === 0) return;
  await client.query(
    `DELETE FROM session USING unnest($1::text[], $2::text[]) AS gone(tutor_id, session_id)
     WHERE session.tutor_id = gone.tutor_id AND session.session_id = gone.session_id`,
    [gone.map(({ tutorId }) => tutorId), gone.map(({ sessionId }) => sessionId)],
  );
}

function rowOf(session: Session): RowOf<typeof sessionColumns> {
  const { closing, moves } = session;
  return {
    tutor_id: session.tutorId,
    session_id: session.sessionId,
    state: session.state,
    student_id: session.studentId,
    lesson_subject: session.lessonSubject,
    is_first: session.isFirstSession,
    starts_at: session.startsAt,
    ends_at: session.endsAt,
    moves: moves.length,
    move_list:
      moves.length === 0
        ? null
        : moves.map(({ by, at, from, to, excused, reasonCode }) => ({ by, at, from, to, excused, reasonCode })),
    closed_at: closing?.at ?? null,
    closed_by: closing?.by ?? null,
    excused: closing?.excused ?? false,
    closed_learned_at: closing?.learnedAt ?? null,
    received_at: closing?.receivedAt ?? null,
    started_at: closing?.startedAt ?? null,
    ended_at: closing?.endedAt ?? null,
    tutor_joined_at: closing?.tutorJoinedAt ?? null,
    closing_source: closing?.fact.source ?? null,
    closing_id: closing?.fact.id ?? null,
  };
}

/** Columns of tutor_day, in the order of the counts' names in core. */
const countColumns = {
  counted: 'int',
  tutor_moved: 'int',
  held: 'int',
  missed: 'int',
  tutor_cancelled: 'int',
  moves_tutor: 'int',
  moves_student: 'int',
  moves_platform: 'int',
  first_missed: 'int',
} as const satisfies Record<string, 'int'>;
const columnOf = (name: keyof DayCounts): keyof typeof countColumns =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as keyof typeof countColumns;

const dayColumns = { tutor_id: 'text', day: 'int', ...countColumns } as const;
const addDays = `
  INSERT INTO tutor_day (${Object.keys(dayColumns).join(', ')}) SELECT * FROM ${unnest(dayColumns, 'change')}
  ON CONFLICT (tutor_id, day) DO UPDATE
  SET ${Object.keys(countColumns).map((name) => `${name} = tutor_day.${name} + excluded.${name}`).join(', ')}`; // prettier-ignore

/** Adds the differences to the tutors' days. */
export async function writeDays(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const rows = changes.flatMap(({ tutorId, days }) =>
    [...days].map(([day, counts]) => ({
      tutor_id: tutorId,
      day,
      ...(Object.fromEntries(countNames.map((name) => [columnOf(name), counts[name]])) as Record<
        keyof typeof countColumns,
        number
      >),
    })),
  );
  if (rows.length === 0) return;
  await client.query({ name: 'add-days', text: addDays, values: columnValues(dayColumns, rows) });
}
