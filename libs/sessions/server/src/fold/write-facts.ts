import { columnValues, unnest, type Client, type RowOf } from '@tq/platform/postgres';
import type { KnownEvent } from '@tq/sessions/core';
import { targetOf } from './apply-events';
import type { KnownDecision } from './records';
import type { ChangedEvent, TutorChange } from './tutor-change';

const factColumns = {
  tutor_id: 'text',
  source: 'text',
  id: 'text',
  type: 'text',
  at: 'bigint',
  learned_at: 'bigint',
  record_timestamp: 'bigint',
  record_partition: 'int',
  record_offset: 'bigint',
  data: 'jsonb',
  target_id: 'text',
  session_id: 'text',
  stands_at: 'bigint',
  stands_data: 'jsonb',
  corrected_by: 'text',
  retracted: 'boolean',
  excused: 'boolean',
} as const;

const key = ['tutor_id', 'source', 'id'];
const others = Object.keys(factColumns).filter((name) => !key.includes(name));
const upsertFacts = `
  INSERT INTO fact (${Object.keys(factColumns).join(', ')})
  SELECT * FROM ${unnest(factColumns, 'fresh')}
  ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Writes the rows of new events and of those that stand otherwise than before. */
export async function writeFacts(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const rows = changes.flatMap(({ events }) => events.map(rowOf));
  if (rows.length === 0) return;
  await client.query({ name: 'upsert-facts', text: upsertFacts, values: columnValues(factColumns, rows) });
}

function rowOf({ event, fact }: ChangedEvent): RowOf<typeof factColumns> {
  const target = targetOf(event);
  const holds = fact ?? event;
  return {
    tutor_id: event.subject,
    source: event.source,
    id: event.id,
    type: event.type,
    at: event.at,
    learned_at: event.learnedAt,
    record_timestamp: event.record.timestamp,
    record_partition: event.record.partition,
    record_offset: event.record.offset,
    data: event.data,
    target_id: target,
    session_id: sessionIdOf(holds),
    stands_at: holds.at,
    stands_data: fact?.correctedBy === undefined ? undefined : fact.data,
    corrected_by: fact?.correctedBy ?? null,
    retracted: target === null && fact === undefined,
    excused: fact?.excused ?? false,
  };
}

function sessionIdOf({ type, data }: Pick<KnownEvent, 'type' | 'data'>): string | null {
  return type.startsWith('tutoring.session.') ? (data as { sessionId: string }).sessionId : null;
}

const decisionColumns = {
  tutor_id: 'text',
  source: 'text',
  id: 'text',
  at: 'bigint',
  excused: 'boolean',
  fact_source: 'text',
  fact_id: 'text',
  record_timestamp: 'bigint',
  record_partition: 'int',
  record_offset: 'bigint',
} as const;

/** Writes the rows of new decisions. */
export async function writeDecisions(client: Client, decisions: readonly KnownDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map(({ subject, source, id, at, excused, fact, record }) => ({
    tutor_id: subject,
    source,
    id,
    at,
    excused,
    fact_source: fact.source,
    fact_id: fact.id,
    record_timestamp: record.timestamp,
    record_partition: record.partition,
    record_offset: record.offset,
  }));
  await client.query(
    `INSERT INTO excuse (${Object.keys(decisionColumns).join(', ')})
     SELECT * FROM ${unnest(decisionColumns, 'fresh')}
     ON CONFLICT (tutor_id, source, id) DO UPDATE SET at = excluded.at, excused = excluded.excused,
       fact_source = excluded.fact_source, fact_id = excluded.fact_id, record_timestamp = excluded.record_timestamp,
       record_partition = excluded.record_partition, record_offset = excluded.record_offset`,
    columnValues(decisionColumns, rows),
  );
}
