import { availableParallelism } from 'node:os';
import { ChunkPool, inTransaction, type Client, type Pool, type Queryable } from '@tq/platform/postgres';
import { changesOf } from '../fold/apply-events';
import { advanceOffsets, foldPositions, lockOffsets } from '../fold/offsets';
import { readRecords } from '../fold/records';
import { announcedFrom } from '../fold/write-announcements';
import { writeChanges } from '../fold/write-changes';
import { BucketGroup } from './bucket-group';
import type { FoldedGroup } from './fold-group';
import { ownLane, threadLane, type FoldLane } from './fold-lanes';
import {
  bucketsDone,
  fence,
  finishTables,
  makeIndex,
  makeKeys,
  missingIndexes,
  noteDone,
  straysOf,
} from './bulk-tables';
import { readBlocks, type Spill } from './spill';
import { kept, type PlacedRecord } from './spilled-record';
import { run, Statements } from './statements';

/** Records, or kilobytes where these are more. */
export interface GroupSizes {
  /** Of one transaction: larger ones hold more in memory, smaller ones commit more often. */
  readonly mostOfGroup: number;
  /** What is more of one bucket (a tutor of whom there is that much) goes the ordinary way, slice by slice. */
  readonly mostOfBucket: number;
}

export interface FoldBucketsOptions {
  readonly sizes: GroupSizes;
  readonly pool: Pool;
  readonly timeZone: string;
  /** How many each topic has. */
  readonly partitions: Readonly<Record<string, number>>;
  /** What a second thread runs: it calls `serveFolds`. */
  readonly thread?: URL | undefined;
  readonly clock: () => number;
  readonly owner: string;
  /** Ends the fold, instead of a transaction of its own: see `BulkFoldOptions.holder`. */
  readonly holder?: () => Promise<Client>;
  readonly spill: Spill;
  readonly isCurrent: () => boolean;
  /** Hears how many records of those that were put by are in the tables. */
  readonly onFolded: (records: number) => void;
}

const ordinarySlice = 5000;

/**
 * Folds all buckets of the spill and ends the rebuild: what is in the tables then is what the ordinary fold makes of the
 * same records. While one group of buckets is written, the next ones are folded.
 * @returns false where it was told to stop before; what is done is kept
 */
export async function foldBuckets(options: FoldBucketsOptions): Promise<boolean> {
  const { pool, spill, holder } = options;
  for (let isEnded = false; !isEnded;) {
    const undone = undoneBuckets(spill, await bucketsDone(pool));
    if (undone.length > 0 && !(await foldUndone(options, undone))) return false;
    if (!(await makeIndexes(options))) return false;
    isEnded = holder ? await finish(await holder(), options) : await inTransaction(pool, (one) => finish(one, options));
  }
  options.onFolded(spill.records);
  return true;
}

function undoneBuckets(spill: Spill, done: ReadonlyMap<number, number>): number[] {
  const all = Array.from({ length: spill.buckets }, (_, bucket) => bucket);
  return all.filter((bucket) => !done.has(bucket) && spill.recordsIn(bucket) > 0);
}

async function foldUndone(options: FoldBucketsOptions, undone: readonly number[]): Promise<boolean> {
  const { spill, pool, sizes, isCurrent } = options;
  const reportsFromNow = await reportsFrom(pool);
  const groups = groupsOf(spill, undone, sizes.mostOfGroup);
  let folded = spill.records - undone.reduce((sum, bucket) => sum + spill.recordsIn(bucket), 0);
  // One group at a time: what they say of one producer is one row.
  let writing: Promise<unknown> = Promise.resolve();
  const write = (group: FoldedGroup, lane: FoldLane): Promise<Error | undefined> => {
    const written = writing
      .then(() => writeGroup(options, group))
      .then(
        () => {
          lane.written(group);
          options.onFolded((folded += group.records));
          return undefined;
        },
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );
    writing = written;
    return written;
  };
  const foldBy = async (lane: FoldLane): Promise<boolean> => {
    let last: Promise<Error | undefined> = Promise.resolve(undefined);
    // Leaving it, for whatever reason, ends the groups for all lanes.
    for (const buckets of groups) {
      const task = buckets.map((bucket) => ({ bucket, blocks: spill.blocksOf(bucket) }));
      const group = await lane.fold({ buckets: task, reportsFrom: reportsFromNow, now: options.clock() });
      const problem = await last;
      if (problem) throw problem;
      if (!isCurrent()) return false;
      last = write(group, lane);
    }
    const problem = await last;
    if (problem) throw problem;
    return true;
  };
  const lanes = lanesOf(options);
  try {
    const outcomes = await Promise.allSettled(lanes.map(foldBy));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value);
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

/** This thread, which also feeds the database, and one more where there is a core for it. */
function lanesOf({ spill, timeZone, partitions, sizes, thread }: FoldBucketsOptions): FoldLane[] {
  const { mostOfBucket } = sizes;
  const settings = { file: spill.path, timeZone, partitions, bucketCount: spill.buckets, mostOfBucket };
  const own = ownLane(spill.fd, settings);
  return thread && availableParallelism() > 1 ? [own, threadLane(thread, settings)] : [own];
}

function* groupsOf(spill: Spill, undone: readonly number[], mostOfGroup: number): Generator<number[]> {
  let group: number[] = [];
  let weight = 0;
  for (const bucket of undone) {
    const more = spill.weightIn(bucket);
    if (group.length > 0 && weight + more > mostOfGroup) {
      yield group;
      group = [];
      weight = 0;
    }
    group.push(bucket);
    weight += more;
  }
  if (group.length > 0) yield group;
}

async function writeGroup({ pool, owner }: FoldBucketsOptions, group: FoldedGroup): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SET LOCAL synchronous_commit = off');
    await fence(client, owner);
    await run(client, group.statements);
    await noteDone(client, group.buckets);
  });
}

async function reportsFrom(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ value: unknown }>(`SELECT value FROM tq.setting WHERE key = 'reportsFrom'`);
  return announcedFrom(rows[0]?.value);
}

/** Two at a time: a single one keeps one processor core. @returns false where it was told to stop before */
async function makeIndexes({ pool, owner, isCurrent }: FoldBucketsOptions): Promise<boolean> {
  const definitions = (await missingIndexes(pool)).values();
  const make = async (): Promise<void> => {
    for (const definition of definitions) if (isCurrent()) await makeIndex(pool, owner, definition);
  };
  const outcomes = await Promise.allSettled([make(), make()]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return isCurrent();
}

/**
 * What could not be done in bulk, and the offsets: all of it or nothing.
 * @returns false where a database that crashed has lost commits of before (they are not waited for): they come again
 */
async function finish(client: Client, options: FoldBucketsOptions): Promise<boolean> {
  const { owner, spill, clock, holder } = options;
  await fence(client, owner);
  const done = await bucketsDone(client);
  if (undoneBuckets(spill, done).length > 0 || (await missingIndexes(client)).length > 0) return false;
  await makeKeys(client);
  await foldOrdinary(client, options, await straysOf(client));
  for (let bucket = 0; bucket < spill.buckets; bucket++) await foldRest(client, options, bucket, done.get(bucket) ?? 0);
  await finishTables(client);
  const places = await foldPositions(client);
  const { next } = await lockOffsets(client, places);
  const moves = places
    .map(({ topic, partition }, i) => ({
      topic,
      partition,
      from: next[i] as number,
      to: spill.nextOf(topic, partition),
    }))
    .filter(({ from, to }) => to > from);
  await advanceOffsets(client, moves, clock(), holder !== undefined);
  return true;
}

/** What {@link foldGroup} left of a bucket, and what was put by after it: the log may have grown before we went on. */
async function foldRest(client: Client, options: FoldBucketsOptions, bucket: number, done: number): Promise<void> {
  const { spill, partitions } = options;
  if (spill.recordsIn(bucket) <= done) return;
  let read = 0;
  let waiting: PlacedRecord[] = [];
  let waitingWeight = 0;
  const foldWaiting = async (): Promise<void> => {
    const news = new BucketGroup((topic) => partitions[topic] ?? 1, spill.buckets, Infinity, new ChunkPool());
    news.read(bucket, waiting);
    const statements = new Statements();
    await news.writeNews(statements);
    await run(client, statements.list);
    await foldOrdinary(client, options, waiting);
    waiting = [];
    waitingWeight = 0;
  };
  for (const { records, weight } of readBlocks(spill.fd, spill.blocksOf(bucket))) {
    if ((read += records.length) <= done) continue;
    for (const { record, ...place } of records) waiting.push({ ...place, record: kept(record) });
    if ((waitingWeight += weight) >= ordinarySlice) await foldWaiting();
  }
  if (waiting.length > 0) await foldWaiting();
}

/** What records say of their tutors, the ordinary way. */
async function foldOrdinary(
  client: Client,
  options: FoldBucketsOptions,
  placed: readonly PlacedRecord[],
): Promise<void> {
  const { partitions, timeZone, clock } = options;
  for (const of of Map.groupBy(placed, ({ topic, partition }) => `${topic}/${partition}`).values()) {
    const { topic, partition } = of[0] as PlacedRecord;
    const read = readRecords(
      topic,
      partition,
      partitions[topic] ?? 1,
      of.map(({ record }) => record),
    );
    const changes = await changesOf(client, read.events, read.decisions, timeZone);
    await writeChanges(client, changes, await reportsFrom(client), clock());
  }
}
