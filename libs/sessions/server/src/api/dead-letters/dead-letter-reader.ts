import { Inject, Injectable } from '@nestjs/common';
import type { Problem } from '@tq/events';
import { fromCursor, ProblemError, toCursor } from '@tq/platform/http';
import { migrate, type Queryable, ReadDatabase } from '@tq/platform/postgres';
import { decisionSteps } from '../decision.schema';
import type { DeadLetters } from '../feed.dto';
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
  headers: Record<string, StoredHeader | readonly StoredHeader[]>;
  reasons: readonly Partial<Problem>[];
  producer: string | null;
  what: DeadLetterStep['what'] | null;
  at: number | null;
  by_whom: string | null;
}

type StoredHeader = string | { readonly base64: string } | null;

/** The value as it came, how it stands, and who brought it there. */
export interface Standing {
  readonly value: Buffer | null;
  readonly state: DeadLetterState;
  readonly last: { readonly what: DeadLetterStep['what']; readonly at: number; readonly by: string } | undefined;
}

type Cursor = readonly [at: number, topic: string, partition: number, offset: number];
const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) &&
  value.length === 4 &&
  typeof value[1] === 'string' &&
  [value[0], value[2], value[3]].every((each) => Number.isSafeInteger(each));

const previewLength = 160;
/** Of a value only so much is fetched for a list: UTF-8 takes four bytes for a character at most. */
const previewBytes = previewLength * 4;
const columns = (value: string): string =>
  `d.topic, d.partition, d.record_offset, d.record_timestamp, d.key, ${value} AS value, d.headers, d.reasons, d.producer, s.what, s.at, s.by_whom`;
const lastStep = `LEFT JOIN (
  SELECT DISTINCT ON (topic, partition, record_offset) topic, partition, record_offset, what, at, by_whom
    FROM decision.dead_letter_step ORDER BY topic, partition, record_offset, seq DESC) s
  ON (s.topic, s.partition, s.record_offset) = (d.topic, d.partition, d.record_offset)`;
const newestFirst = 'd.record_timestamp DESC, d.topic DESC, d.partition DESC, d.record_offset DESC';
const dayMs = 86_400_000;
const stateOf = (what: Row['what']): DeadLetterState => (what === null || what === 'reopened' ? 'open' : what);

/** Records that were no valid events: where they stand, what is wrong with them, and what was done about each. */
@Injectable()
export class DeadLetterReader {
  private tables: Promise<unknown> | undefined;

  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  async page({ state = 'open', limit = 50, cursor }: DeadLetterQuery): Promise<DeadLetterPage> {
    const schema = await this.ready();
    const place = cursor === undefined ? undefined : fromCursor(cursor, isCursor);
    const [{ rows }, counted] = await Promise.all([
      this.database.pool.query<Row>(
        `SELECT ${columns(`substring(d.value FOR ${previewBytes})`)} FROM ${schema}.dead_letter d ${lastStep}
          WHERE CASE s.what WHEN 'reopened' THEN 'open' ELSE coalesce(s.what, 'open') END = $1
            ${place ? 'AND (d.record_timestamp, d.topic, d.partition, d.record_offset) < ($2, $3, $4, $5)' : ''}
          ORDER BY ${newestFirst} LIMIT ${limit + 1}`,
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

  /** How many there are, and the last ones. @param now epoch milliseconds */
  async summary(now = Date.now()): Promise<DeadLetters> {
    const schema = await this.ready();
    const isOpen = `coalesce(s.what, 'reopened') = 'reopened'`;
    const isNew = 'd.record_timestamp > $1';
    const [{ rows }, last] = await Promise.all([
      this.database.pool.query<Omit<DeadLetters, 'last' | 'lastAt'> & { last_at: number | null }>(
        `SELECT count(*) AS count, count(*) FILTER (WHERE ${isNew}) AS count24h, count(*) FILTER (WHERE ${isOpen}) AS open,
                count(*) FILTER (WHERE ${isNew} AND ${isOpen}) AS open24h, max(d.record_timestamp) AS last_at
           FROM ${schema}.dead_letter d ${lastStep}`,
        [now - dayMs],
      ),
      this.database.pool.query<Row>(
        `SELECT ${columns('NULL::bytea')} FROM ${schema}.dead_letter d ${lastStep} ORDER BY ${newestFirst} LIMIT 20`,
      ),
    ]);
    const { last_at = null, ...counts } = rows[0] ?? { count: 0, count24h: 0, open: 0, open24h: 0 };
    return {
      ...counts,
      lastAt: last_at === null ? null : new Date(last_at).toISOString(),
      last: last.rows.map(rowOf).map(({ topic, partition, offset, at, producer, reasons }) => ({
        ...{ topic, partition, offset, at, producer },
        reason: reasons.map(({ pointer, detail }) => (pointer ? `${pointer}: ${detail}` : detail)).join('; ') || null,
      })),
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
      headers: Object.fromEntries(Object.entries(row.headers).map(([name, value]) => [name, headerText(value)])),
      history: rows.map(({ at, by_whom, what, reason, document }) => ({
        at: new Date(at).toISOString(),
        by: by_whom,
        what,
        reason,
        document: document?.toString('utf8') ?? null,
      })),
    };
  }

  /** @throws ProblemError 404 */
  async standing(place: DeadLetterPlace, db: Queryable = this.database.pool): Promise<Standing> {
    const { value, what, at, by_whom: by } = await this.row(place, db);
    return { value, state: stateOf(what), last: what && at !== null && by !== null ? { what, at, by } : undefined };
  }

  private async row({ topic, partition, offset }: DeadLetterPlace, db: Queryable = this.database.pool): Promise<Row> {
    const schema = await this.ready();
    const { rows } = await db.query<Row>(
      `SELECT ${columns('d.value')} FROM ${schema}.dead_letter d ${lastStep}
        WHERE (d.topic, d.partition, d.record_offset) = ($1, $2, $3)`,
      [topic, partition, offset],
    );
    if (!rows[0])
      throw new ProblemError(404, {
        detail: `There is no dead letter at ${topic}, partition ${partition}, offset ${offset}.`,
      });
    return rows[0];
  }

  /** The schema to read. Where nothing was scored yet nothing is made either: somebody may restore a backup there. */
  private async ready(): Promise<string> {
    const { schema } = await this.database.projection();
    this.tables ??= migrate(this.database.pool, 'decision', decisionSteps);
    await this.tables.catch((error: unknown) => {
      this.tables = undefined;
      throw error;
    });
    return schema;
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
    preview: beginningOf(row.value),
  };
}

function headerText(value: StoredHeader | readonly StoredHeader[]): string {
  if (Array.isArray(value)) return value.map(headerText).join(', ');
  const one = value as StoredHeader;
  return typeof one === 'object' && one !== null ? `base64:${one.base64}` : (one ?? '');
}

/** null where the bytes are no UTF-8. */
function textOf(value: Buffer | null): string | null {
  try {
    return value === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    return null;
  }
}

/** The first characters of a value that may be cut within its last one; null where its first bytes are no UTF-8. */
function beginningOf(value: Buffer | null): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return value === null ? null : decoder.decode(value, { stream: true }).slice(0, previewLength);
  } catch {
    return null;
  }
}
