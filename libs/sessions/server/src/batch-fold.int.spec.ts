import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import type { LogRecord } from '@tq/platform/kafka';
import { BatchFold } from './fold/batch-fold';
import { ensureOffsets } from './fold/offsets';
import { ensureProjection } from './ensure-projection';

let pool: Pool;
let fold: BatchFold;
let offset = 0;

beforeAll(async () => {
  const url = await freshDatabase();
  const setup = createPool(url, { name: 'setup' });
  await ensureProjection(setup, 'UTC');
  await setup.end();
  pool = createPool(url, { name: 'fold', settings: { search_path: 'p1', enable_hashjoin: 'off' } });
  await ensureOffsets(pool, new Map([['session-events', 12]]));
  fold = new BatchFold({ pool, timeZone: 'UTC', partitionsOf: () => 12, clock: Date.now });
});
afterAll(() => pool.end());

const record = (event: object): LogRecord => ({
  offset: offset++,
  timestamp: Date.now(),
  key: Buffer.from('t1'),
  value: Buffer.from(JSON.stringify(event)),
  headers: {},
});
const event = (id: string, type: string, time: string, data: object): object => ({
  specversion: '1.0', source: '/rails', subject: 't1', id, type, time, data,
}); // prettier-ignore

const send = (records: LogRecord[]) =>
  fold.fold({
    topic: 'session-events',
    partition: 0,
    firstOffset: records[0]!.offset,
    lastOffset: records.at(-1)!.offset,
    behind: 0,
    records,
    heartbeat: () => Promise.resolve(),
    isCurrent: () => true,
  });

it('folds one session into its tutor, once', async () => {
  const completed = event('e1', 'tutoring.session.completed.v1', '2026-01-02T10:00:00Z', {
    sessionId: 's1',
    startedAt: '2026-01-02T09:00:00Z',
    endedAt: '2026-01-02T10:00:00Z',
  });
  expect(await send([record(completed), record(completed), record({ no: 'event' })])).toEqual({ next: 3 });
  expect((await pool.query('SELECT tutor_id, day, held, counted FROM tutor_day')).rows).toEqual([
    { tutor_id: 't1', day: 20455, held: 1, counted: 1 },
  ]);
  expect((await pool.query('SELECT state FROM session')).rows).toEqual([{ state: 'held' }]);
  expect((await pool.query('SELECT count(*) FROM dead_letter')).rows).toEqual([{ count: 1 }]);
  await send([
    record(
      event('c1', 'tutoring.event.corrected.v1', '2026-01-03T10:00:00Z', {
        corrects: 'e1',
        data: { sessionId: 's2', startedAt: '2026-01-02T09:00:00Z', endedAt: '2026-01-02T10:00:00Z' },
        time: '2026-01-05T10:00:00Z',
      }),
    ),
    record(
      event('r1', 'tutoring.tutor.registered.v1', '2026-01-03T10:00:00Z', {
        name: 'Ana "x" \\ Ruiz',
        timeZone: 'UTC',
        lessonSubjects: ['a'],
      }),
    ),
  ]);
  expect((await pool.query('SELECT tutor_id, day, held, counted FROM tutor_day ORDER BY day')).rows).toEqual([
    { tutor_id: 't1', day: 20455, held: 0, counted: 0 },
    { tutor_id: 't1', day: 20458, held: 1, counted: 1 },
  ]);
  expect((await pool.query('SELECT session_id, state FROM session')).rows).toEqual([
    { session_id: 's2', state: 'held' },
  ]);
  expect((await pool.query('SELECT * FROM tutor')).rows).toEqual([
    {
      tutor_id: 't1',
      first_at: 1767434400000,
      amended: true,
      name: 'Ana "x" \\ Ruiz',
      email: null,
      time_zone: 'UTC',
      lesson_subjects: ['a'],
      departed_at: null,
    },
  ]);
});
