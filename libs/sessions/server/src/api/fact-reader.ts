import { Inject, Injectable } from '@nestjs/common';
import { fromCursor, ProblemError, toCursor } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import type { FactItem, FactPage } from './fact.dto';
import type { PageQuery } from './session.dto';

interface FactRow {
  source: string;
  id: string;
  type: string;
  stands_at: number;
  learned_at: number;
  session_id: string | null;
  data: Record<string, unknown>;
  retracted: boolean;
  excused: boolean;
  anomaly: string | null;
}

type Place = readonly [at: number, id: string, source: string];
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length === 3 &&
  Number.isSafeInteger(value[0]) &&
  typeof value[1] === 'string' &&
  typeof value[2] === 'string';

/** The facts of a tutor as they stand now, corrections and excuses applied. */
@Injectable()
export class FactReader {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  /** Newest first, by (time, id, source). @throws ProblemError 404 for an unknown tutor */
  async page(tutorId: string, { limit = 50, cursor }: PageQuery): Promise<FactPage> {
    const { schema } = await this.database.projection();
    const place = cursor === undefined ? undefined : fromCursor(cursor, isPlace);
    const { rows } = await this.database.pool.query<FactRow>(
      `SELECT f.source, f.id, f.type, f.stands_at, f.learned_at, f.session_id, coalesce(f.stands_data, f.data) AS data, f.retracted, f.excused,
              (SELECT a.detail FROM ${schema}.anomaly a WHERE a.tutor_id = f.tutor_id AND a.source = f.source AND a.id = f.id LIMIT 1) AS anomaly
         FROM ${schema}.fact f
        WHERE f.tutor_id = $1 ${place === undefined ? '' : 'AND (f.stands_at, f.id, f.source) < ($2, $3, $4)'}
        ORDER BY f.stands_at DESC, f.id DESC, f.source DESC LIMIT ${limit + 1}`,
      [tutorId, ...(place ?? [])],
    );
    if (rows.length === 0 && place === undefined) await this.expectTutor(schema, tutorId);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(itemOf),
      nextCursor: rows.length > limit && last ? toCursor([last.stands_at, last.id, last.source] satisfies Place) : null,
    };
  }

  /** @throws ProblemError 404 for a fact that the tutor does not have */
  async expectFact(tutorId: string, source: string, id: string): Promise<void> {
    const { schema } = await this.database.projection();
    const { rows } = await this.database.pool.query(
      `SELECT 1 FROM ${schema}.fact WHERE tutor_id = $1 AND source = $2 AND id = $3`,
      [tutorId, source, id],
    );
    if (rows.length === 0) throw new ProblemError(404, { detail: 'The tutor has no such fact.' });
  }

  private async expectTutor(schema: string, tutorId: string): Promise<void> {
    const { rows } = await this.database.pool.query(`SELECT 1 FROM ${schema}.tutor WHERE tutor_id = $1`, [tutorId]);
    if (rows.length === 0) throw new ProblemError(404, { detail: 'There is no such tutor.' });
  }
}

function itemOf(row: FactRow): FactItem {
  return {
    source: row.source,
    id: row.id,
    type: row.type,
    time: new Date(row.stands_at).toISOString(),
    learnedAt: new Date(row.learned_at).toISOString(),
    sessionId: row.session_id,
    standing: row.retracted ? 'retracted' : row.anomaly === null ? 'standing' : 'anomaly',
    anomaly: row.anomaly,
    excused: row.excused,
    data: shownOf(row.data),
  };
}

/** Students are known by ids that belong to the platform, and transcripts are long: neither is shown in a timeline. */
function shownOf(data: Record<string, unknown>): Record<string, unknown> {
  const { utterances: _, studentId: __, ...shown } = data;
  return shown;
}
