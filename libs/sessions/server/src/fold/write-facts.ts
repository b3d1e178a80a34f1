import { columnValues, selected, unnest, type Client, type Columns, type RowOf } from '@tq/platform/postgres';
import type { KnownEvent } from '@tq/sessions/core';
import { targetOf } from './apply-events';
import type { KnownDecision } from './records';
import type { ChangedEvent, TutorChange } from './tutor-change';

/** A fact as most are: nobody spoke of it since, it stands as it was said. */
const plainColumns = {
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
  session_id: 'text',
  stands_at: 'bigint',
  excused: 'boolean',
} as const;

const allColumns = {
  ...plainColumns,
  target_id: 'text',
  stands_data: 'jsonb',
  corrected_by: 'text',
  retracted: 'boolean',
} as const;

/** Whatever is not named falls back to its default: a row that is replaced is replaced whole. */
function upsert(columns: Columns): string {
  const others = Object.keys(allColumns).filter((name) => !['tutor_id', 'source', 'id'].includes(name));
  return `INSERT INTO fact (${Object.keys(columns).join(', ')}) SELECT ${selected(columns, 'fresh')} FROM ${unnest(columns, 'fresh')}
    ON CONFLICT (tutor_id, source, id) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}
const upsertPlain = upsert(plainColumns);
const upsertAll = upsert(allColumns);

/** Writes the rows of new events and of those that stand otherwise than before. */
export async function writeFacts(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const plain: RowOf<typeof plainColumns>[] = [];
  const amended: RowOf<typeof allColumns>[] = [];
  for (const { events } of changes)
    for (const changed of events)
      if (isPlain(changed)) plain.push(plainRowOf(changed));
      else amended.push(rowOf(changed));
  if (plain.length > 0)
    await client.query({ name: 'plain-facts', text: upsertPlain, values: columnValues(plainColumns, plain) });
  if (amended.length > 0)
    await client.query({ name: 'all-facts', text: upsertAll, values: columnValues(allColumns, amended) });
}

const isPlain = ({ fact }: ChangedEvent): boolean => fact !== undefined && fact.correctedBy === undefined;

function plainRowOf({ event, fact }: ChangedEvent): RowOf<typeof plainColumns> {
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
    session_id: sessionIdOf(holds),
    stands_at: holds.at,
    excused: fact?.excused ?? false,
  };
}

function rowOf({ event, fact }: ChangedEvent): RowOf<typeof allColumns> {
  const target = targetOf(event);
  return {
    ...plainRowOf({ event, fact }),
    target_id: target,
    stands_data: fact?.correctedBy === undefined ? null : fact.data,
    corrected_by: fact?.correctedBy ?? null,
    retracted: target === null && fact === undefined,
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
