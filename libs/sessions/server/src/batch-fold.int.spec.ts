import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import { partitionOf, type BatchOutcome, type LogRecord } from '@tq/platform/kafka';
import { BatchFold } from './fold/batch-fold';
import { ensureOffsets, expectSameLog, OffsetError } from './fold/offsets';
import { ensureProjection } from './ensure-projection';

const topic = 'session-events';
const home = partitionOf('t1', 12);
const elsewhere = (home + 1) % 12;
const now = Date.parse('2026-01-10T12:00:00Z');

let url: string;
let pool: Pool;
let fold: BatchFold;

beforeEach(async () => {
  url = await freshDatabase();
  const setup = createPool(url, { name: 'setup' });
  await ensureProjection(setup, 'UTC');
  await setup.end();
  pool = createPool(url, { name: 'fold', settings: { search_path: 'p1' }, onError: () => undefined });
  await ensureOffsets(pool, new Map([[topic, 12], ['coaching-events', 12]])); // prettier-ignore
  fold = aFold();
});
afterEach(() => pool.end());

const aFold = (): BatchFold => new BatchFold({ pool, timeZone: 'UTC', partitionsOf: () => 12, clock: () => now });

const event = (id: string, type: string, time: string, data: object): object => ({
  specversion: '1.0', source: '/rails', subject: 't1', id, type: `tutoring.${type}.v1`, time, data,
}); // prettier-ignore
const completed = (id: string, day: number, sessionId = id): object =>
  event(id, 'session.completed', `2026-01-0${day}T10:00:00Z`, {
    sessionId,
    startedAt: `2026-01-0${day}T09:00:00Z`,
    endedAt: `2026-01-0${day}T10:00:00Z`,
  });

const record = (offset: number, value: object | Buffer | null, timestamp = now + offset): LogRecord => ({
  offset,
  timestamp,
  key: Buffer.from('t1'),
  value: value === null || Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)),
  headers: {},
});
const deliver = (
  records: LogRecord[],
  {
    by = fold,
    partition = home,
    first = records[0]?.offset ?? 0,
    last = records.at(-1)?.offset ?? 0,
    asked = undefined as number | undefined,
  } = {},
): Promise<BatchOutcome | undefined> =>
  by.fold({
    topic,
    partition,
    fetchedFrom: asked ?? first,
    firstOffset: first,
    lastOffset: last,
    behind: 0,
    records,
    heartbeat: () => Promise.resolve(),
    isCurrent: () => true,
  });

const held = async (): Promise<Record<number, number>> => {
  const { rows } = await pool.query<{ day: number; held: number }>('SELECT day, held FROM tutor_day WHERE held <> 0');
  return Object.fromEntries(rows.map((row) => [row.day - 20_453, row.held]));
};
const count = async (table: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? -1;

it('folds a double once, in one batch, in the next and on another partition', async () => {
  await deliver([record(0, completed('a', 1)), record(1, completed('a', 1))]);
  await deliver([record(2, completed('a', 1)), record(3, completed('b', 2))]);
  await deliver([record(0, completed('a', 1))], { partition: elsewhere });
  expect(await held()).toEqual({ 1: 1, 2: 1 });
  expect(await count('fact')).toBe(2);
  expect((await pool.query('SELECT source, partition, records FROM misplaced')).rows).toEqual([
    { source: '/rails', partition: elsewhere, records: 1 },
  ]);
});

it('lets the lowest record of an identity hold, even where it is read last', async () => {
  await deliver([record(0, completed('a', 1), now + 100)]);
  await deliver([record(0, completed('a', 4, 'other'), now)], { partition: elsewhere });
  expect(await held()).toEqual({ 4: 1 });
  expect((await pool.query('SELECT session_id FROM session')).rows).toEqual([{ session_id: 'other' }]);
  expect((await pool.query('SELECT kind FROM anomaly')).rows).toEqual([{ kind: 'conflicting-contents' }]);
});

it('takes amendments before and after what they speak of, also across partitions', async () => {
  const moved = event('c', 'event.corrected', '2026-01-05T00:00:00Z', {
    corrects: 'a',
    time: '2026-01-07T10:00:00Z',
    data: { sessionId: 'z', startedAt: '2026-01-07T09:00:00Z', endedAt: '2026-01-07T10:00:00Z' },
  });
  const retracted = event('r', 'event.retracted', '2026-01-06T00:00:00Z', { retracts: 'b', reason: 'wrong' });
  await deliver([record(0, moved), record(1, retracted)], { partition: elsewhere });
  expect(await count('anomaly')).toBe(2);
  await deliver([record(0, completed('a', 1)), record(1, completed('b', 2)), record(2, completed('d', 3))]);
  expect(await held()).toEqual({ 3: 1, 7: 1 });
  expect(await count('anomaly')).toBe(0);
  await deliver([record(3, event('r2', 'event.retracted', '2026-01-08T00:00:00Z', { retracts: 'c', reason: 'no' }))]);
  expect(await held()).toEqual({ 1: 1, 3: 1 });
  expect(
    (await pool.query<{ session_id: string }>('SELECT session_id FROM session ORDER BY 1')).rows.map(
      (row) => row.session_id,
    ),
  ).toEqual(['a', 'd']);
});

it('keeps poison whole, with its place and reasons, and goes on', async () => {
  const invalid = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
  const deep = Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  const zero = Buffer.from(JSON.stringify({ ...completed('z', 1), source: 'a\0b' }));
  const unknownType = { ...completed('u', 1), type: 'tutoring.session.vanished.v1' };
  await deliver([
    record(0, invalid),
    record(1, null),
    record(2, deep),
    record(3, zero),
    record(4, unknownType),
    record(5, completed('a', 1)),
  ]);
  expect(await held()).toEqual({ 1: 1 });
  const { rows } = await pool.query<{ value: Buffer | null; reasons: object[]; producer: string | null }>(
    'SELECT value, reasons, producer FROM dead_letter ORDER BY record_offset',
  );
  expect(rows.map((row) => row.value)).toEqual([invalid, null, deep, zero, Buffer.from(JSON.stringify(unknownType))]);
  expect(rows.every((row) => row.reasons.length > 0)).toBe(true);
  expect(rows[4]?.producer).toBe('/rails');
  const outbox = await pool.query<{ value: Buffer | null; headers: object }>(
    'SELECT value, headers FROM tq.outbox ORDER BY id',
  );
  expect(outbox.rows.map((row) => row.value)).toEqual(rows.map((row) => row.value));
  expect(outbox.rows[3]?.headers).toMatchObject({
    'dead-letter-topic': topic,
    'dead-letter-partition': String(home),
    'dead-letter-offset': '3',
  });
});

it('drops what was folded before, and passes control records by first and last offset', async () => {
  expect(await deliver([record(0, completed('a', 1))], { last: 2 })).toEqual({ next: 3 });
  expect(await deliver([record(0, completed('a', 1)), record(3, completed('b', 2))])).toEqual({ next: 4 });
  expect(await deliver([record(1, completed('x', 5))])).toEqual({ next: 4 });
  expect(await deliver([], { first: 4, last: 6 })).toEqual({ next: 7 });
  expect(await held()).toEqual({ 1: 1, 2: 1 });
});

it('reads a gap once more, then notes it and goes on', async () => {
  await deliver([record(0, completed('a', 1))]);
  const behindTheGap = [record(5, completed('b', 2))];
  expect(await deliver(behindTheGap)).toEqual({ seek: 1 });
  expect(await held()).toEqual({ 1: 1 });
  expect(await deliver(behindTheGap, { asked: 1 })).toEqual({ next: 6 });
  expect(await held()).toEqual({ 1: 1, 2: 1 });
  expect((await pool.query('SELECT first_missing, next_found FROM log_gap')).rows).toEqual([
    { first_missing: 1, next_found: 5 },
  ]);
});

it('folds a batch once when a zombie and its successor fold it at the same time', async () => {
  const records = Array.from({ length: 300 }, (_, i) => record(i, completed(`e${i}`, 1 + (i % 9))));
  const zombies = Array.from({ length: 4 }, () => deliver(records, { by: aFold() }));
  expect(await Promise.all(zombies)).toEqual(zombies.map(() => ({ next: 300 })));
  expect(Object.values(await held()).reduce((sum, n) => sum + n, 0)).toBe(300);
});

it('adds up what two partitions say of one tutor at the same time', async () => {
  const here = Array.from({ length: 200 }, (_, i) => record(i, completed(`h${i}`, 1 + (i % 9))));
  const there = Array.from({ length: 200 }, (_, i) => record(i, completed(i % 2 ? `h${i}` : `t${i}`, 1 + (i % 9))));
  await Promise.all([deliver(here), deliver(there, { partition: elsewhere, by: aFold() })]);
  expect(Object.values(await held()).reduce((sum, n) => sum + n, 0)).toBe(300);
});

it('folds several partitions in one transaction, each from where it stands', async () => {
  const third = (home + 2) % 12;
  await deliver([record(0, completed('a', 1))]);
  const outcomes = await Promise.all([
    deliver([record(5, completed('c', 3))], { partition: elsewhere }), // something was jumped over
    deliver([record(0, completed('a', 1)), record(1, completed('b', 2))]), // the first is known
    deliver([record(0, completed('a', 1)), record(1, Buffer.from('junk')), record(2, completed('d', 4))], { partition: third }), // prettier-ignore
  ]);
  expect(outcomes).toEqual([{ seek: 0 }, { next: 2 }, { next: 3 }]);
  expect(await held()).toEqual({ 1: 1, 2: 1, 4: 1 });
  const moved = await pool.query<{ partition: number; next: number; tx: string }>(
    `SELECT partition, next_offset AS next, xmin::text AS tx FROM fold_offset WHERE next_offset > 0 ORDER BY next_offset`,
  );
  expect(moved.rows.map(({ partition, next }) => [partition, next])).toEqual([[home, 2], [third, 3]]); // prettier-ignore
  expect(new Set(moved.rows.map(({ tx }) => tx)).size).toBe(1);
  const { rows: letters } = await pool.query('SELECT partition, record_offset FROM dead_letter');
  expect(letters).toEqual([{ partition: third, record_offset: 1 }]);
  const { rows: feeds } = await pool.query('SELECT partition, sum(events)::int AS events FROM feed GROUP BY 1 ORDER BY 2, 1 = $1', [home]); // prettier-ignore
  expect(feeds).toEqual([third, home].map((partition) => ({ partition, events: 2 })));
});

it('leaves nothing of a batch whose connection was lost, and folds it when it is delivered again', async () => {
  const records = Array.from({ length: 2000 }, (_, i) => record(i, completed(`e${i}`, 1 + (i % 9))));
  const killer = createPool(url, { name: 'killer' });
  const lost = deliver(records).then(
    () => 'folded',
    () => 'lost',
  );
  for (let tries = 0; tries < 200; tries++) {
    const { rowCount } = await killer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'fold' AND state <> 'idle' AND datname = current_database()`,
    );
    if (rowCount) break;
  }
  await killer.end();
  expect(await lost).toBe('lost');
  expect(await count('fact')).toBe(0);
  expect(await deliver(records)).toEqual({ next: 2000 });
  expect(Object.values(await held()).reduce((sum, n) => sum + n, 0)).toBe(2000);
});

it('stops where an offset is missing, and never begins at 0 in its place', async () => {
  await pool.query('DELETE FROM fold_offset WHERE topic = $1 AND partition = 3', [topic]);
  await expect(deliver([record(0, completed('a', 1))], { partition: 3 })).rejects.toThrow(OffsetError);
  await expect(ensureOffsets(pool, new Map([[topic, 12]]))).rejects.toThrow(`${topic}/3 is missing`);
  expect(await count('fact')).toBe(0);
});

it('makes offsets for partitions that are added', async () => {
  await ensureOffsets(pool, new Map([[topic, 14]]));
  expect(await deliver([record(0, completed('a', 1))], { partition: 13 })).toEqual({ next: 1 });
});

it('refuses another time zone in one sentence', async () => {
  await expect(ensureProjection(pool, 'Europe/Berlin')).rejects.toThrow(
    /^PLATFORM_TIME_ZONE is Europe\/Berlin, but all days so far were counted in UTC: count them anew with .* or set it back to UTC/,
  );
});

it('refuses a log that is shorter than what was folded', async () => {
  await deliver([record(0, completed('a', 1))]);
  const ends = Array.from({ length: 12 }, (_, partition) => ({ topic, partition, end: partition === home ? 1 : 0 }));
  await expect(expectSameLog(pool, ends)).resolves.toBeUndefined();
  await expect(expectSameLog(pool, [])).rejects.toThrow(`${topic}/${home} ends at 0, but 1 records of it were folded`);
});
