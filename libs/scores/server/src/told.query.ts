import type { Queryable } from '@tq/platform/postgres';
import type { Told } from '@tq/scores/core';
import type { ExcuseDecision, KnownEvent } from '@tq/sessions/core';

interface EventRow {
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

interface ExcuseRow {
  source: string;
  id: string;
  at: number;
  learned_at: number;
  excused: boolean;
  fact_source: string;
  fact_id: string;
}

/**
 * All that was ever said of one tutor, what was taken back included. Transcripts come without their utterances, which are
 * long and have no part in any figure.
 * @returns undefined where nothing was
 */
export async function toldOf(
  db: Queryable,
  { schema, timeZone }: { readonly schema: string; readonly timeZone: string },
  tutorId: string,
): Promise<Told | undefined> {
  const events = await db.query<EventRow>(
    `SELECT source, id, type, at, learned_at, record_timestamp, record_partition, record_offset,
            CASE WHEN type LIKE 'tutoring.session.transcribed.%' THEN data - 'utterances' ELSE data END AS data
       FROM ${schema}.fact WHERE tutor_id = $1`,
    [tutorId],
  );
  if (events.rows.length === 0) return undefined;
  const excuses = await db.query<ExcuseRow>(
    `SELECT source, id, at, learned_at, excused, fact_source, fact_id FROM ${schema}.excuse WHERE tutor_id = $1`,
    [tutorId],
  );
  return {
    events: events.rows.map((row) => eventOf(row, tutorId)),
    excuses: excuses.rows.map(excuseOf),
    timeZone,
  };
}

function eventOf(row: EventRow, subject: string): KnownEvent {
  const { source, id, type, at, data } = row;
  const record = { timestamp: row.record_timestamp, partition: row.record_partition, offset: row.record_offset };
  return { source, subject, id, type, at, learnedAt: row.learned_at, data, record } as KnownEvent;
}

function excuseOf(row: ExcuseRow): ExcuseDecision {
  const { source, id, at, excused } = row;
  return { source, id, at, learnedAt: row.learned_at, excused, fact: { source: row.fact_source, id: row.fact_id } };
}
