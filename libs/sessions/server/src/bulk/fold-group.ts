import { setImmediate as others } from 'node:timers/promises';
import type { ChunkPool } from '@tq/platform/postgres';
import { BucketGroup } from './bucket-group';
import { readBlocks, type Block } from './spill';
import { Statements, type Statement } from './statements';

/** What is the same for all groups. Plain data: it is handed to threads. */
export interface GroupSettings {
  /** The file of what was put by. */
  readonly file: string;
  readonly timeZone: string;
  /** How many each topic has. */
  readonly partitions: Readonly<Record<string, number>>;
  readonly bucketCount: number;
  /** Records, or kilobytes where these are more; what a bucket has beyond is left. */
  readonly mostOfBucket: number;
}

/** Some whole buckets. Times are epoch milliseconds. */
export interface GroupTask {
  readonly buckets: readonly { readonly bucket: number; readonly blocks: readonly Block[] }[];
  readonly reportsFrom: number;
  readonly now: number;
}

/** What became of them. Plain data as well. */
export interface FoldedGroup {
  readonly statements: readonly Statement[];
  /** How many of their records, the first, were read of buckets. */
  readonly buckets: ReadonlyMap<number, number>;
  readonly records: number;
}

/** The buffers that its rows are in. */
export function buffersOf({ statements }: FoldedGroup): ArrayBuffer[] {
  return statements.flatMap((one) => ('chunks' in one ? one.chunks.map(({ buffer }) => buffer) : []));
}

/** Reads and folds some buckets. @param fd of the file of what was put by @param pool for the rows */
export async function foldGroup(
  fd: number,
  settings: GroupSettings,
  task: GroupTask,
  pool: ChunkPool,
): Promise<FoldedGroup> {
  const { partitions, bucketCount, mostOfBucket, timeZone } = settings;
  const group = new BucketGroup((topic) => partitions[topic] ?? 1, bucketCount, task.reportsFrom, pool);
  for (const { bucket, blocks } of task.buckets) {
    let read = 0;
    for (const { records, weight } of readBlocks(fd, blocks)) {
      if (read > 0 && read + weight > mostOfBucket) break;
      read += weight;
      group.read(bucket, records);
      await others();
    }
    await group.fold(timeZone);
  }
  const statements = new Statements();
  await group.write(statements, task.now);
  return { statements: statements.list, buckets: group.buckets, records: group.records };
}
