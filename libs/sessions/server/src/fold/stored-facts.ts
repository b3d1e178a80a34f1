import { columnValues, unnest, type Client } from '@tq/platform/postgres';
import type { KnownEvent } from '@tq/sessions/core';
import type { KnownDecision } from './records';

interface FactRow {
  tutor_id: string;
  source: string;
  id: string;
  type: string;
  at: number;
  learned_at: number;
  record_timestamp: number;
  record_partition: number;
  record_offset: number;
  data: unknown;
}

const columns = (alias: string): string =>
  'tutor_id source id type at learned_at record_timestamp record_partition record_offset data'
    .split(' ')
    .map((name) => `${alias}.${name}`)
    .join(', ');

/** An event as it was first said, whatever was said of it since. */
function eventOf(row: FactRow): KnownEvent {
  return {
    source: row.source,
    subject: row.tutor_id,
    id: row.id,
    type: row.type,
    at: row.at,
    learnedAt: row.learned_at,
    data: row.data,
    record: { timestamp: row.record_timestamp, partition: row.record_partition, offset: row.record_offset },
  } as KnownEvent;
}

export interface Identity {
  readonly tutorId: string;
  readonly source: string;
  readonly id: string;
}

const identityColumns = { tutor_id: 'text', source: 'text', id: 'text' } as const;

/** The stored events with these identities. */
export async function eventsWithIdentity(client: Client, identities: readonly Identity[]): Promise<KnownEvent[]> {
  if (identities.length === 0) return [];
  const rows = identities.map(({ tutorId, source, id }) => ({ tutor_id: tutorId, source, id }));
  const found = await client.query<FactRow>({
    name: 'events-with-identity',
    text: `SELECT ${columns('f')} FROM ${unnest(identityColumns, 'wanted')} JOIN fact f USING (tutor_id, source, id)`,
    values: columnValues(identityColumns, rows),
  });
  return found.rows.map(eventOf);
}

/**
 * All corrections and retractions of these tutors, and what they speak of. Two statements: in one, Postgres reads every
 * fact of the tutors to find the few that are spoken of.
 */
export async function amendmentsAndTargets(client: Client, tutorIds: readonly string[]): Promise<KnownEvent[]> {
  if (tutorIds.length === 0) return [];
  const { rows } = await client.query<FactRow & { target_id: string }>({
    name: 'amendments',
    text: `SELECT ${columns('f')}, f.target_id FROM fact f WHERE f.tutor_id = ANY ($1::text[]) AND f.target_id IS NOT NULL`,
    values: [tutorIds],
  });
  const targets = rows.map((row) => ({ tutorId: row.tutor_id, source: row.source, id: row.target_id }));
  const spokenOf = await eventsWithIdentity(client, targets);
  return [...rows.map(eventOf), ...spokenOf];
}

const sessionColumns = { tutor_id: 'text', session_id: 'text' } as const;

/** All stored events that belong to these sessions now. */
export async function eventsOfSessions(
  client: Client,
  sessions: readonly { readonly tutorId: string; readonly sessionId: string }[],
): Promise<KnownEvent[]> {
  if (sessions.length === 0) return [];
  const rows = sessions.map(({ tutorId, sessionId }) => ({ tutor_id: tutorId, session_id: sessionId }));
  const found = await client.query<FactRow>({
    name: 'events-of-sessions',
    text: `SELECT ${columns('f')} FROM ${unnest(sessionColumns, 'wanted')} JOIN fact f USING (tutor_id, session_id)`,
    values: columnValues(sessionColumns, rows),
  });
  return found.rows.map(eventOf);
}

/** All administrators' decisions on facts of these tutors. */
export async function decisionsOf(client: Client, tutorIds: readonly string[]): Promise<KnownDecision[]> {
  if (tutorIds.length === 0) return [];
  const { rows } = await client.query<Record<string, never>>({
    name: 'decisions-of',
    text: 'SELECT * FROM excuse WHERE tutor_id = ANY ($1)',
    values: [tutorIds],
  });
  return rows.map((row) => ({
    subject: row['tutor_id'],
    source: row['source'],
    id: row['id'],
    at: row['at'],
    learnedAt: row['learned_at'],
    excused: row['excused'],
    fact: { source: row['fact_source'], id: row['fact_id'] },
    record: { timestamp: row['record_timestamp'], partition: row['record_partition'], offset: row['record_offset'] },
  })) as unknown as KnownDecision[];
}
