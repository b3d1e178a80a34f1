import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partitionOf, type LogBatch, type LogRecord } from '@tq/platform/kafka';
import { awkwardHistory, loggedHistory } from '@tq/platform/oracle';
import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import { ensureProjection } from '../ensure-projection';
import { BatchFold } from '../fold/batch-fold';
import { ensureOffsets } from '../fold/offsets';
import { BulkFold, type BulkFoldOptions } from './bulk-fold';

const timeZone = 'America/St_Johns';
const until = '2026-03-10';
const now = Date.parse(`${until}T12:00:00Z`);
const seed = Number(process.env['TEST_SEED'] ?? 20260311);
const topics = ['session-events', 'coaching-events'];

let dir: string;
let open: Pool[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tq-bulk-'));
});
afterEach(async () => {
  await Promise.all(open.map((pool) => pool.end()));
  open = [];
  await rm(dir, { recursive: true, force: true });
});

async function aVersion(): Promise<{ pool: Pool; url: string }> {
  const url = await freshDatabase();
  const setup = createPool(url, { name: 'setup' });
  await ensureProjection(setup, timeZone);
  await setup.end();
  const pool = createPool(url, { name: 'fold', settings: { search_path: 'p1' }, onError: () => undefined });
  open.push(pool);
  await ensureOffsets(pool, new Map(topics.map((topic) => [topic, 12])));
  return { pool, url };
}

// Small enough that a short history needs all of it: several groups, a bucket that is too large, checkpoints.
const small = { buckets: 7, checkpointRecords: 100, mostOfGroup: 150, mostOfBucket: 120 };
const optionsOf = (pool: Pool, more: Partial<BulkFoldOptions> = {}): BulkFoldOptions => ({
  pool, timeZone, partitionsOf: () => 12, clock: () => now, dir, sizes: small, ...more,
}); // prettier-ignore

/** Mulberry32: the same for the same seed. */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A log in batches of odd sizes, with control records and a gap, in some order of its partitions. */
function batchesOf(seed: number): LogBatch[] {
  const chance = chanceOf(seed);
  const { log } = loggedHistory({ seed, until, tutors: 25, sessions: 20 });
  const { decisions } = awkwardHistory({ seed, until, tutors: 25, sessions: 20 });
  const values = log.map(({ value, timestamp, partition }) => ({
    topic: 'session-events',
    value,
    timestamp,
    partition,
  }));
  const decided = decisions.map((decision) => ({
    topic: 'coaching-events',
    value: Buffer.from(JSON.stringify(decision)),
    timestamp: now - 1000 + Math.floor(chance() * 50),
    partition: partitionOf(decision.subject, 12),
  }));
  // Whose key says otherwise than the document, which says it twice: nobody can know before it is read.
  const twice = values.slice(0, 20).flatMap(({ value, ...place }, i) => {
    const text = Buffer.from(value ?? []).toString();
    return text.startsWith('{"specversion"')
      ? [{ ...place, value: Buffer.from(`{"subject":"key-${i}",${text.slice(1)}`), key: Buffer.from(`key-${i}`) }]
      : [];
  });
  const places = Map.groupBy([...values, ...decided, ...twice], ({ topic, partition }) => `${topic}/${partition}`);
  const batches = [...places.values()].flatMap((own) => {
    let offset = 0;
    const records = own.map((one): LogRecord => {
      offset += chance() < 0.02 ? 3 : 1;
      const key = 'key' in one ? (one.key as Buffer) : keyOf(one.value, chance());
      return { offset: offset - 1, timestamp: one.timestamp, value: one.value && Buffer.from(one.value), key, headers: headersOf(chance()) }; // prettier-ignore
    });
    return cut(own[0] as { topic: string; partition: number }, records, chance);
  });
  return batches.sort((a, b) => a.firstOffset - b.firstOffset);
}

function keyOf(value: Uint8Array | null, chance: number): Buffer | null {
  const subject = /"subject":"((?:[^"\\]|\\.)*)"/.exec(Buffer.from(value ?? []).toString())?.[1];
  return subject === undefined || chance < 0.1 ? null : Buffer.from(chance < 0.2 ? 'another' : subject);
}

function headersOf(chance: number): LogRecord['headers'] {
  if (chance < 0.6) return { 'content-type': Buffer.from('application/cloudevents+json; charset=UTF-8') };
  return chance < 0.8 ? {} : { a: Buffer.from([0xff, 0]), b: ['x', Buffer.from('y')], c: undefined };
}

function cut(place: { topic: string; partition: number }, records: LogRecord[], chance: () => number): LogBatch[] {
  const batches: LogBatch[] = [];
  for (let at = 0; at < records.length;) {
    const own = records.slice(at, (at += 1 + Math.floor(chance() * 40)));
    const first = own[0]?.offset ?? 0;
    const lastOffset = (records[at]?.offset ?? first + 1000) - 1;
    batches.push({
      topic: place.topic, partition: place.partition, fetchedFrom: first, firstOffset: first, lastOffset, behind: 0, records: own,
      heartbeat: () => Promise.resolve(), isCurrent: () => true,
    }); // prettier-ignore
  }
  return batches;
}

/** Hands over everything from where the fold says it is, like a consumer: sent back, it reads again. */
async function deliver(fold: Pick<BulkFold, 'fold'>, batches: readonly LogBatch[]): Promise<void> {
  for (const batch of batches) {
    const outcome = await fold.fold(batch);
    if (outcome && 'seek' in outcome) await fold.fold({ ...batch, fetchedFrom: outcome.seek });
  }
}

const tables: Record<string, string> = {
  fact: '*', session: '*', excuse: '*', misplaced: '*', feed: '*', dead_letter: '*',
  tutor: 'tutor_id, first_at, amended, name, email, time_zone, lesson_subjects, departed_at',
  anomaly: 'tutor_id, kind, source, id, detail', log_gap: 'topic, partition, first_missing, next_found',
  fold_offset: 'topic, partition, next_offset',
}; // prettier-ignore

/** Every row of the version; days of which nothing is left say the same as none. */
async function rowsOf(pool: Pool): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  const read = async (name: string, sql: string): Promise<void> => {
    const found = await pool.query<{ row: string }>(`SELECT to_jsonb(r)::text AS row FROM (${sql}) r ORDER BY 1`);
    rows[name] = found.rows.map(({ row }) => row);
  };
  for (const [table, columns] of Object.entries(tables)) await read(table, `SELECT ${columns} FROM ${table}`);
  for (const table of ['tutor_day', 'tutor_day_learned'])
    await read(table, `SELECT * FROM ${table} WHERE counted <> 0 OR tutor_moved <> 0 OR held <> 0 OR missed <> 0
      OR tutor_cancelled <> 0 OR moves_tutor <> 0 OR moves_student <> 0 OR moves_platform <> 0 OR first_missed <> 0`); // prettier-ignore
  await read('touched', 'SELECT DISTINCT tutor_id FROM touched');
  const { rows: indexes } = await pool.query<{ text: string }>(
    `SELECT pg_get_indexdef(indexrelid) AS text FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE relnamespace = 'p1'::regnamespace ORDER BY 1`,
  );
  rows['indexes'] = indexes.map(({ text }) => text);
  return rows;
}

async function ordinaryRows(batches: readonly LogBatch[]): Promise<Record<string, string[]>> {
  const { pool } = await aVersion();
  const fold = new BatchFold({ ...optionsOf(pool), silent: true });
  await deliver(fold, batches);
  return rowsOf(pool);
}

it.each([0, 1, 2, 3])(
  'makes the rows that the ordinary fold makes: history %i',
  async (i) => {
    const batches = batchesOf(seed + i);
    const tail = batches.splice(Math.floor(batches.length * 0.8));
    const { pool } = await aVersion();
    const fold = await BulkFold.open(optionsOf(pool));
    await deliver(fold, batches);
    await fold.flush();
    expect(await rowsOf(pool)).toEqual(await ordinaryRows(batches));
    await deliver(fold, tail);
    expect(await rowsOf(pool)).toEqual(await ordinaryRows([...batches, ...tail]));
  },
  120_000,
);

/** Tries again while connections that were cut are still in the pool. */
async function opened(options: BulkFoldOptions): Promise<BulkFold> {
  for (let tries = 0; ; tries++) {
    try {
      return await BulkFold.open(options);
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

it.each([10, 11, 12])(
  'goes on where it was, whatever ends it: history %i',
  async (i) => {
    const chance = chanceOf(seed + i);
    const batches = batchesOf(seed + i);
    const { pool, url } = await aVersion();
    const killer = createPool(url, { name: 'killer' });
    open.push(killer);
    // Whoever is killed neither closes nor finishes anything.
    for (let life = 0; life < 12; life++) {
      const fold = await opened(optionsOf(pool));
      // The log grows between its lives, also after some of what was put by went into the tables.
      await deliver(fold, batches.slice(0, Math.floor((chance() * batches.length * (life + 1)) / 12)));
      if (chance() < 0.5) continue;
      let left = Math.floor(chance() * 4);
      const end = chance();
      if (end < 0.4) await fold.flush(() => left-- > 0);
      else if (end < 0.8) {
        const lost = fold.flush().catch(() => undefined);
        await new Promise((done) => setTimeout(done, chance() * 120));
        await killer.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fold' AND datname = current_database()`,
        );
        await lost;
      }
      if (chance() < 0.15) await rm(dir, { recursive: true, force: true });
    }
    const fold = await opened(optionsOf(pool));
    await deliver(fold, batches);
    await fold.flush();
    expect(await rowsOf(pool)).toEqual(await ordinaryRows(batches));
    expect(await fold.positions()).toEqual(
      expect.arrayContaining([expect.objectContaining({ next: (batches.at(-1)?.lastOffset ?? 0) + 1 })]),
    );
  },
  120_000,
);

it('lets nobody write who was only thought to be dead', async () => {
  const batches = batchesOf(seed + 20);
  const { pool } = await aVersion();
  const zombie = await BulkFold.open(optionsOf(pool));
  await deliver(zombie, batches.slice(0, 30));
  const successor = await BulkFold.open(optionsOf(pool));
  await deliver(successor, batches);
  await deliver(zombie, batches.slice(30));
  await expect(zombie.flush()).rejects.toThrow('Another process rebuilds this version now.');
  await successor.flush();
  expect(await rowsOf(pool)).toEqual(await ordinaryRows(batches));
}, 120_000);

it('says how far it is', async () => {
  const batches = batchesOf(seed + 30);
  const { pool } = await aVersion();
  const told: { read: number; folded: number }[] = [];
  const fold = await BulkFold.open(optionsOf(pool, { onProgress: (progress) => told.push(progress) }));
  await deliver(fold, batches);
  await fold.flush();
  const records = batches.reduce((sum, batch) => sum + batch.records.length, 0);
  expect(told.at(-1)).toEqual({ read: records, folded: records });
  expect(told.map(({ read, folded }) => read + folded)).toEqual(
    told.map(({ read, folded }) => read + folded).toSorted((a, b) => a - b),
  );
}, 120_000);
