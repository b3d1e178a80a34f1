import { ColumnSet, columnValues, unnest, type Client, type Column } from '@tq/platform/postgres';
import { targetOf, type KnownEvent } from '@tq/sessions/core';
import type { KnownDecision } from './records';
import type { ChangedEvent, TutorChange } from './tutor-change';

/** A fact as most are: nobody spoke of it since, it stands as it was said. */
const plainColumns: Column<ChangedEvent>[] = [
  ['tutor_id', 'text', ({ event }) => event.subject],
  ['source', 'text', ({ event }) => event.source],
  ['id', 'text', ({ event }) => event.id],
  ['type', 'text', ({ event }) => event.type],
  ['at', 'bigint', ({ event }) => event.at],
  ['learned_at', 'bigint', ({ event }) => event.learnedAt],
  ['record_timestamp', 'bigint', ({ event }) => event.record.timestamp],
  ['record_partition', 'int', ({ event }) => event.record.partition],
  ['record_offset', 'bigint', ({ event }) => event.record.offset],
  ['data', 'jsonb', ({ event }) => event.data],
  ['session_id', 'text', ({ event, fact }) => sessionIdOf(fact ?? event)],
  ['stands_at', 'bigint', ({ event, fact }) => (fact ?? event).at],
  ['excused', 'boolean', ({ fact }) => fact?.excused ?? false],
];
const amendedColumns: Column<ChangedEvent>[] = [
  ['target_id', 'text', ({ event }) => targetOf(event)],
  ['stands_data', 'jsonb', ({ fact }) => (fact?.correctedBy === undefined ? null : (fact.written ?? fact).data)],
  ['corrected_by', 'text', ({ fact }) => fact?.correctedBy ?? null],
  ['retracted', 'boolean', ({ event, fact }) => targetOf(event) === null && fact === undefined],
];
const plain = new ColumnSet(plainColumns);
/** All that a row of a fact says. */
export const factColumns = new ColumnSet([...plainColumns, ...amendedColumns]);

/** Whatever is not named falls back to its default: a row that is replaced is replaced whole. */
function upsert(columns: ColumnSet<ChangedEvent>): string {
  const others = factColumns.names.split(', ').filter((name) => !['tutor_id', 'source', 'id'].includes(name));
  return `INSERT INTO fact (${columns.names}) ${columns.select()}
    ON CONFLICT (tutor_id, source, id) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}
const upsertPlain = upsert(plain);
const upsertAll = upsert(factColumns);

/** Writes the rows of new events and of those that stand otherwise than before. */
export async function writeFacts(client: Client, changes: readonly TutorChange[]): Promise<void> {
  const asSaid: ChangedEvent[] = [];
  const amended: ChangedEvent[] = [];
  for (const { events } of changes) for (const changed of events) (isPlain(changed) ? asSaid : amended).push(changed);
  if (asSaid.length > 0) await client.query({ name: 'plain-facts', text: upsertPlain, values: plain.values(asSaid) });
  if (amended.length > 0)
    await client.query({ name: 'all-facts', text: upsertAll, values: factColumns.values(amended) });
}

const isPlain = ({ fact }: ChangedEvent): boolean => fact !== undefined && fact.correctedBy === undefined;

function sessionIdOf({ type, data }: Pick<KnownEvent, 'type' | 'data'>): string | null {
  return type.startsWith('tutoring.session.') ? (data as { sessionId: string }).sessionId : null;
}

const decisionColumns = {
  tutor_id: 'text',
  source: 'text',
  id: 'text',
  at: 'bigint',
  learned_at: 'bigint',
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
  const rows = decisions.map(({ subject, source, id, at, learnedAt, excused, fact, record }) => ({
    tutor_id: subject,
    source,
    id,
    at,
    learned_at: learnedAt,
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
     ON CONFLICT (tutor_id, source, id) DO UPDATE SET at = excluded.at, learned_at = excluded.learned_at, excused = excluded.excused,
       fact_source = excluded.fact_source, fact_id = excluded.fact_id, record_timestamp = excluded.record_timestamp,
       record_partition = excluded.record_partition, record_offset = excluded.record_offset`,
    columnValues(decisionColumns, rows),
  );
}
