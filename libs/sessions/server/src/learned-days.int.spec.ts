import { readEvent } from '@tq/events';
import { partitionOf, type LogRecord } from '@tq/platform/kafka';
import { awkwardHistory, loggedHistory } from '@tq/platform/oracle';
import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import {
  countNames,
  dayFromText,
  excuseDecision,
  isNothing,
  knownBy,
  knownEvent,
  learnedDaysOf,
  type DayCounts,
  type KnownEvent,
} from '@tq/sessions/core';
import { BatchFold } from './fold/batch-fold';
import { ensureOffsets } from './fold/offsets';
import { ensureProjection } from './ensure-projection';

const timeZone = 'Asia/Kathmandu';
const until = '2026-03-10';
const seed = Number(process.env['TEST_SEED'] ?? 20260310);
const batch = 7;
const topics = ['session-events', 'coaching-events'] as const;

let pool: Pool;
let fold: BatchFold;

beforeAll(async () => {
  const url = await freshDatabase();
  const setup = createPool(url, { name: 'setup' });
  await ensureProjection(setup, timeZone);
  await setup.end();
  pool = createPool(url, { name: 'fold', settings: { search_path: 'p1' } });
  await ensureOffsets(pool, new Map(topics.map((topic) => [topic, 12])));
  fold = new BatchFold({ pool, timeZone, partitionsOf: () => 12, clock: () => Date.parse(`${until}T12:00:00Z`) });
});
afterAll(() => pool.end());

it('holds, for every moment, the counts as they were known then: small batches of an awkward history, in any order', async () => {
  const { log } = loggedHistory({ seed, until, tutors: 20, sessions: 15 });
  const { decisions } = awkwardHistory({ seed, until, tutors: 20, sessions: 15 });
  const said = byPartition(log.map(({ value, timestamp, partition }) => ({ value, timestamp, partition })));
  const decided = byPartition(
    decisions.map((decision, i) => ({
      value: Buffer.from(JSON.stringify(decision)),
      timestamp: Date.parse(`${until}T00:00:00Z`) + (i % 60),
      partition: partitionOf(decision.subject, 12),
    })),
  );
  // Decisions come early, in between and late.
  const runs = [...runsOf('session-events', said), ...runsOf('coaching-events', decided)];
  for (const run of runs.sort((a, b) => a.first - b.first)) await deliver(run);

  const events = [...said].flatMap(([partition, records]) =>
    records.flatMap(({ value, timestamp, offset }): KnownEvent[] => {
      const read = readEvent(value);
      return read.ok ? [knownEvent(read.event, { timestamp, partition, offset })] : [];
    }),
  );
  const excuses = [...decided.values()].flat().map(({ value, ...record }) => ({
    subject: (JSON.parse(String(value)) as { subject: string }).subject,
    ...excuseDecision(JSON.parse(String(value)) as Parameters<typeof excuseDecision>[0], record),
  }));
  const moments = [...new Set([...events, ...excuses].map(({ learnedAt }) => learnedAt)), Infinity];
  for (const [tutorId, own] of Map.groupBy(events, ({ subject }) => subject)) {
    const learned = learnedDaysOf(own, excuses.filter(({ subject }) => subject === tutorId), timeZone); // prettier-ignore
    const stored = await storedDays(tutorId);
    for (const moment of moments) expect([tutorId, moment, plain(stored(moment))]).toEqual([tutorId, moment, plain(knownBy(learned, moment))]); // prettier-ignore
  }
  const { rows } = await pool.query(
    `SELECT count(*)::int AS wrong FROM (
       SELECT tutor_id, day, ${countNames.map((name) => `sum(${column(name)}) AS ${column(name)}`).join(', ')} FROM tutor_day_learned GROUP BY 1, 2
     ) l FULL JOIN tutor_day d USING (tutor_id, day)
     WHERE (${countNames.map((name) => `coalesce(l.${column(name)}, 0)`).join(', ')}) <> (${countNames.map((name) => `coalesce(d.${column(name)}, 0)`).join(', ')})`,
  );
  expect(rows).toEqual([{ wrong: 0 }]);
  const first = await pool.query<{ tutor_id: string; at: number }>(
    'SELECT tutor_id, first_learned_at AS at FROM tutor',
  );
  for (const { tutor_id, at } of first.rows) {
    const own = events.filter(({ subject }) => subject === tutor_id);
    if (own.length > 0) expect(at).toBeLessThanOrEqual(Math.min(...own.map(({ learnedAt }) => learnedAt)));
  }
}, 120_000);

interface Run {
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly records: readonly LogRecord[];
}

function byPartition(records: readonly { value: Uint8Array | null; timestamp: number; partition: number }[]) {
  return new Map(
    [...Map.groupBy(records, ({ partition }) => partition)].map(([partition, own]) => [
      partition,
      own.map(({ value, timestamp }, offset): LogRecord => ({
        value: value && Buffer.from(value),
        timestamp,
        offset,
        key: null,
        headers: {},
      })),
    ]),
  );
}

function runsOf(topic: string, partitions: ReadonlyMap<number, readonly LogRecord[]>): Run[] {
  return [...partitions].flatMap(([partition, records]) =>
    Array.from({ length: Math.ceil(records.length / batch) }, (_, i) => ({
      topic,
      partition,
      first: i * batch,
      records: records.slice(i * batch, (i + 1) * batch),
    })),
  );
}

const deliver = ({ topic, partition, records }: Run) =>
  fold.fold({
    topic,
    partition,
    fetchedFrom: records[0]?.offset ?? 0,
    firstOffset: records[0]?.offset ?? 0,
    lastOffset: records.at(-1)?.offset ?? 0,
    behind: 0,
    records,
    heartbeat: () => Promise.resolve(),
    isCurrent: () => true,
  });

const column = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function storedDays(tutorId: string): Promise<(instant: number) => Map<number, DayCounts>> {
  const { rows } = await pool.query<Record<string, number>>('SELECT * FROM tutor_day_learned WHERE tutor_id = $1', [tutorId]); // prettier-ignore
  const learned = new Map<number, Map<number, DayCounts>>();
  for (const row of rows) {
    const day = row['day'] as number;
    const counts = Object.fromEntries(countNames.map((name) => [name, row[column(name)]])) as unknown as DayCounts;
    learned.set(day, (learned.get(day) ?? new Map<number, DayCounts>()).set(row['learned_at'] as number, counts));
  }
  return (instant) => knownBy(learned, instant);
}

const plain = (days: ReadonlyMap<number, DayCounts>) =>
  [...days].filter(([day, counts]) => !isNothing(counts) && day < dayFromText('9999-01-01')).sort(([a], [b]) => a - b);
