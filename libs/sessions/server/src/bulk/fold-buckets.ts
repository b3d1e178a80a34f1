import { setImmediate as others } from 'node:timers/promises';
import { inTransaction, type Client, type Pool, type Queryable } from '@tq/platform/postgres';
import { changesOf } from '../fold/apply-events';
import { advanceOffset, foldPositions, lockOffset } from '../fold/offsets';
import { readRecords } from '../fold/records';
import { announcedFrom } from '../fold/write-announcements';
import { writeChanges } from '../fold/write-changes';
import { BucketGroup } from './bucket-group';
import { bucketsDone, fence, finishTables, makeIndexes, noteDone, straysOf } from './bulk-tables';
import type { Spill } from './spill';
import type { PlacedRecord } from './spilled-record';

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
  readonly partitionsOf: (topic: string) => number;
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
 * same records. While one group of buckets is written, the next is folded.
 * @returns false where it was told to stop before; what is done is kept
 */
export async function foldBuckets(options: FoldBucketsOptions): Promise<boolean> {
  const { pool, spill, holder } = options;
  // A database that crashed may have lost its last commits (they are not waited for): then some are found undone.
  for (;;) {
    const undone = await undoneBuckets(options);
    if (undone.length === 0) break;
    if (!(await foldUndone(options, undone))) return false;
  }
  if (holder) await finish(await holder(), options);
  else await inTransaction(pool, (client) => finish(client, options));
  options.onFolded(spill.records);
  return true;
}

async function undoneBuckets({ pool, spill }: FoldBucketsOptions): Promise<number[]> {
  const done = await bucketsDone(pool);
  const all = Array.from({ length: spill.buckets }, (_, bucket) => bucket);
  return all.filter((bucket) => !done.has(bucket) && spill.recordsIn(bucket) > 0);
}

async function foldUndone(options: FoldBucketsOptions, undone: readonly number[]): Promise<boolean> {
  const { spill } = options;
  let folded = spill.records - undone.reduce((sum, bucket) => sum + spill.recordsIn(bucket), 0);
  let writing: Promise<Error | void> = Promise.resolve();
  for (const buckets of groupsOf(spill, undone, options.sizes.mostOfGroup)) {
    const group = await foldGroup(options, buckets);
    const problem = await writing;
    if (problem) throw problem;
    if (!options.isCurrent()) return false;
    writing = write(options, group).then(
      () => options.onFolded((folded += group.records)),
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
  }
  const problem = await writing;
  if (problem) throw problem;
  return true;
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

async function foldGroup(options: FoldBucketsOptions, buckets: readonly number[]): Promise<BucketGroup> {
  const { spill, partitionsOf, timeZone, sizes } = options;
  const group = new BucketGroup(partitionsOf, spill.buckets, await reportsFrom(options.pool));
  for (const bucket of buckets) {
    let read = 0;
    for (const { records, weight } of spill.read(bucket)) {
      if (read > 0 && read + weight > sizes.mostOfBucket) break;
      read += weight;
      group.read(bucket, records);
      await others();
    }
    await group.fold(timeZone);
  }
  return group;
}

async function write({ pool, owner, clock }: FoldBucketsOptions, group: BucketGroup): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SET LOCAL synchronous_commit = off');
    await fence(client, owner);
    await group.write(client, clock());
    await noteDone(client, group.buckets);
  });
}

async function reportsFrom(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ value: unknown }>(`SELECT value FROM tq.setting WHERE key = 'reportsFrom'`);
  return announcedFrom(rows[0]?.value);
}

/** Indexes, what could not be done in bulk, and the offsets: all of it or nothing. */
async function finish(client: Client, options: FoldBucketsOptions): Promise<void> {
  const { owner, spill, clock, holder } = options;
  await fence(client, owner);
  await makeIndexes(client);
  await foldOrdinary(client, options, await straysOf(client));
  const done = await bucketsDone(client);
  for (let bucket = 0; bucket < spill.buckets; bucket++) await foldRest(client, options, bucket, done.get(bucket) ?? 0);
  await finishTables(client);
  for (const { topic, partition } of await foldPositions(client)) {
    const next = spill.nextOf(topic, partition);
    const { next: from } = await lockOffset(client, topic, partition);
    if (next > from) await advanceOffset(client, { topic, partition }, from, next, clock(), holder !== undefined);
  }
}

/** What {@link foldGroup} left of a bucket, and what was put by after it: the log may have grown before we went on. */
async function foldRest(client: Client, options: FoldBucketsOptions, bucket: number, done: number): Promise<void> {
  const { spill, partitionsOf } = options;
  if (spill.recordsIn(bucket) <= done) return;
  let read = 0;
  let waiting: PlacedRecord[] = [];
  let waitingWeight = 0;
  const foldWaiting = async (): Promise<void> => {
    const news = new BucketGroup(partitionsOf, spill.buckets, Infinity);
    news.read(bucket, waiting);
    await news.writeNews(client);
    await foldOrdinary(client, options, waiting);
    waiting = [];
    waitingWeight = 0;
  };
  for (const { records, weight } of spill.read(bucket)) {
    if ((read += records.length) <= done) continue;
    waiting.push(...records);
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
  const { partitionsOf, timeZone, clock } = options;
  for (const of of Map.groupBy(placed, ({ topic, partition }) => `${topic}/${partition}`).values()) {
    const { topic, partition } = of[0] as PlacedRecord;
    const read = readRecords(
      topic,
      partition,
      partitionsOf(topic),
      of.map(({ record }) => record),
    );
    const changes = await changesOf(client, read.events, read.decisions, timeZone);
    await writeChanges(client, changes, await reportsFrom(client), clock());
  }
}
