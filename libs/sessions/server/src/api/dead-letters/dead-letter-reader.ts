import { Inject, Injectable } from '@nestjs/common';
import type { Problem } from '@tq/events';
import { fromCursor, ProblemError, toCursor } from '@tq/platform/http';
import { migrate, ReadDatabase } from '@tq/platform/postgres';
import { decisionSteps } from '../decision.schema';
import type { DeadLetterDetail, DeadLetterPage, DeadLetterQuery, DeadLetterRow, DeadLetterState, DeadLetterStep } from './dead-letter.dto'; // prettier-ignore

/** Where a record stands on the log: for ever the same. */
export interface DeadLetterPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

interface Row {
  topic: string;
  partition: number;
  record_offset: number;
  record_timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, string>;
  reasons: readonly Partial<Problem>[];
  producer: string | null;
  what: DeadLetterStep['what'] | null;
}

type Cursor = readonly [at: number, topic: string, partition: number, offset: number];
const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) &&
  value.length === 4 &&
  typeof value[1] === 'string' &&
  [value[0], value[2], value[3]].every((each) => Number.isSafeInteger(each));

const previewLength = 160;
const columns = 'd.topic, d.partition, d.record_offset, d.record_timestamp, d.key, d.value, d.headers, d.reasons, d.producer, s.what'; // prettier-ignore
const lastStep = `LEFT JOIN LATERAL (
  SELECT what FROM decision.dead_letter_step s
   WHERE (s.topic, s.partition, s.record_offset) = (d.topic, d.partition, d.record_offset) ORDER BY seq DESC LIMIT 1) s ON true`;
const stateOf = (what: Row['what']): DeadLetterState => (what === null || what === 'reopened' ? 'open' : what);

/** Records that were no valid events: where they stand, what is wrong with them, and what was done about each. */
@Injectable()
export class DeadLetterReader {
  private tables: Promise<unknown> | undefined;

  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  async page({ state = 'open', limit = 50, cursor }: DeadLetterQuery): Promise<DeadLetterPage> {
    await this.ready();
    const { schema } = await this.database.projection();
    const place = cursor === undefined ? undefined : fromCursor(cursor, isCursor);
    const [{ rows }, counted] = await Promise.all([
      this.database.pool.query<Row>(
        `SELECT ${columns} FROM ${schema}.dead_letter d ${lastStep}
          WHERE CASE s.what WHEN 'reopened' THEN 'open' ELSE coalesce(s.what, 'open') END = $1
            ${place ? 'AND (d.record_timestamp, d.topic, d.partition, d.record_offset) < ($2, $3, $4, $5)' : ''}
          ORDER BY d.record_timestamp DESC, d.topic DESC, d.partition DESC, d.record_offset DESC LIMIT ${limit + 1}`,
        [state, ...(place ?? [])],
      ),
      this.database.pool.query<{ what: Row['what']; n: number }>(
        `SELECT s.what, count(*) AS n FROM ${schema}.dead_letter d ${lastStep} GROUP BY s.what`,
      ),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const count = (wanted: DeadLetterState): number =>
      counted.rows.filter(({ what }) => stateOf(what) === wanted).reduce((sum, { n }) => sum + n, 0);
    return {
      items: page.map(rowOf),
      nextCursor:
        rows.length > limit && last
          ? toCursor([last.record_timestamp, last.topic, last.partition, last.record_offset] satisfies Cursor)
          : null,
      counts: { open: count('open'), sentAgain: count('sent-again'), setAside: count('set-aside') },
    };
  }

  /** @throws ProblemError 404 where no dead letter stands there */
  async look(place: DeadLetterPlace): Promise<DeadLetterDetail> {
    const row = await this.row(place);
    const { rows } = await this.database.pool.query<{
      at: number;
      by_whom: string;
      what: DeadLetterStep['what'];
      reason: string | null;
      document: Buffer | null;
    }>(
      `SELECT at, by_whom, what, reason, document FROM decision.dead_letter_step
        WHERE (topic, partition, record_offset) = ($1, $2, $3) ORDER BY seq DESC`,
      [place.topic, place.partition, place.offset],
    );
    return {
      ...rowOf(row),
      value: textOf(row.value),
      valueBase64: row.value?.toString('base64') ?? null,
      key: row.key?.toString('utf8') ?? null,
      headers: row.headers,
      history: rows.map(({ at, by_whom, what, reason, document }) => ({
        at: new Date(at).toISOString(),
        by: by_whom,
        what,
        reason,
        document: document?.toString('utf8') ?? null,
      })),
    };
  }

  /** The value as it came, and how it stands. @throws ProblemError 404 */
  async standing(place: DeadLetterPlace): Promise<{ value: Buffer | null; state: DeadLetterState }> {
    const { value, what } = await this.row(place);
    return { value, state: stateOf(what) };
  }

  private async row({ topic, partition, offset }: DeadLetterPlace): Promise<Row> {
    await this.ready();
    const { schema } = await this.database.projection();
    const { rows } = await this.database.pool.query<Row>(
      `SELECT ${columns} FROM ${schema}.dead_letter d ${lastStep}
        WHERE (d.topic, d.partition, d.record_offset) = ($1, $2, $3)`,
      [topic, partition, offset],
    );
    if (!rows[0])
      throw new ProblemError(404, {
        detail: `There is no dead letter at ${topic}, partition ${partition}, ${offset}.`,
      });
    return rows[0];
  }

  private async ready(): Promise<void> {
    this.tables ??= migrate(this.database.pool, 'decision', decisionSteps);
    await this.tables.catch((error: unknown) => {
      this.tables = undefined;
      throw error;
    });
  }
}

function rowOf(row: Row): DeadLetterRow {
  return {
    topic: row.topic,
    partition: row.partition,
    offset: String(row.record_offset),
    at: new Date(row.record_timestamp).toISOString(),
    producer: row.producer,
    reasons: row.reasons.map(({ pointer = '', detail = '' }) => ({ pointer, detail })),
    state: stateOf(row.what),
    preview: textOf(row.value)?.slice(0, previewLength) ?? null,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** null where the bytes are no UTF-8. */
function textOf(value: Buffer | null): string | null {
  try {
    return value === null ? null : utf8.decode(value);
  } catch {
    return null;
  }
}
