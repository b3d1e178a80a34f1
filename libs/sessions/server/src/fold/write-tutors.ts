import { columnValues, unnest, type Client } from '@tq/platform/postgres';
import type { Changes } from './apply-events';
import type { TutorChange } from './tutor-change';

const life = ['tutoring.tutor.registered.v1', 'tutoring.tutor.departed.v1'];
const firstColumns = { tutor_id: 'text', first_at: 'bigint' } as const;

/** Brings the tutors' rows up to date; to be called after their facts are written. */
export async function writeTutors(client: Client, changes: Changes): Promise<void> {
  if (changes.amendedTutors.length > 0)
    await client.query('UPDATE tutor SET amended = true WHERE tutor_id = ANY ($1)', [changes.amendedTutors]);
  await lowerFirstLearned(client, changes);
  await lowerFirst(
    client,
    changes.tutors.filter(({ restated }) => !restated),
    changes.locked,
  );
  await findFirst(
    client,
    changes.tutors.filter(({ restated }) => restated),
  );
  await findLife(client, changes.tutors);
}

/** New facts alone can only make the first one earlier. */
async function lowerFirst(client: Client, changes: readonly TutorChange[], locked: Changes['locked']): Promise<void> {
  const rows = changes.flatMap(({ tutorId, events }) => {
    const known = locked.get(tutorId)?.firstAt ?? Infinity;
    let first = known;
    for (const { fact } of events) if (fact && fact.at < first) first = fact.at;
    return first === known ? [] : [{ tutor_id: tutorId, first_at: first }];
  });
  if (rows.length === 0) return;
  await client.query({
    name: 'lower-first',
    text: `UPDATE tutor SET first_at = fresh.first_at FROM ${unnest(firstColumns, 'fresh')}
           WHERE tutor.tutor_id = fresh.tutor_id`,
    values: columnValues(firstColumns, rows),
  });
}

const learnedColumns = { tutor_id: 'text', first_learned_at: 'bigint' } as const;

/** Of every event, amendments and retracted facts too: nobody was heard of before it. */
async function lowerFirstLearned(client: Client, { tutors, locked }: Changes): Promise<void> {
  const rows = tutors.flatMap(({ tutorId, events }) => {
    const known = locked.get(tutorId)?.firstLearnedAt ?? Infinity;
    let first = known;
    for (const { event } of events) if (event.learnedAt < first) first = event.learnedAt;
    return first === known ? [] : [{ tutor_id: tutorId, first_learned_at: first }];
  });
  if (rows.length === 0) return;
  await client.query({
    name: 'lower-first-learned',
    text: `UPDATE tutor SET first_learned_at = fresh.first_learned_at FROM ${unnest(learnedColumns, 'fresh')}
           WHERE tutor.tutor_id = fresh.tutor_id`,
    values: columnValues(learnedColumns, rows),
  });
}

async function findFirst(client: Client, changes: readonly TutorChange[]): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `UPDATE tutor SET first_at = (
       SELECT min(stands_at) FROM fact WHERE fact.tutor_id = tutor.tutor_id AND target_id IS NULL AND NOT retracted
     ) WHERE tutor_id = ANY ($1)`,
    [changes.map(({ tutorId }) => tutorId)],
  );
}

async function findLife(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const tutorIds = changes
    .filter(({ events }) => events.some(({ event }) => life.includes(event.type)))
    .map(({ tutorId }) => tutorId);
  if (tutorIds.length === 0) return;
  const latest = (type: string, value: string): string =>
    `(SELECT ${value} FROM fact WHERE fact.tutor_id = tutor.tutor_id AND type = '${type}'
        AND type IN ('${life.join(`', '`)}') AND NOT retracted
      ORDER BY stands_at DESC, id DESC, source DESC LIMIT 1)`;
  await client.query(
    `UPDATE tutor SET (name, email, time_zone, lesson_subjects) = (SELECT said->>'name', said->>'email', said->>'timeZone', said->'lessonSubjects'
       FROM ${latest('tutoring.tutor.registered.v1', 'coalesce(stands_data, data) AS said')} AS registered),
       departed_at = ${latest('tutoring.tutor.departed.v1', 'stands_at')}
     WHERE tutor_id = ANY ($1)`,
    [tutorIds],
  );
}
