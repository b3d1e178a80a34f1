import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import { JoinedBatches } from './joined-batches';

const batch = (partition: number, records = 3): LogBatch => ({
  topic: 'log',
  partition,
  fetchedFrom: 0,
  firstOffset: 0,
  lastOffset: records - 1,
  behind: 0,
  records: Array.from({ length: records }, (_, offset) => ({ offset, timestamp: 0, key: null, value: null, headers: {} })), // prettier-ignore
  heartbeat: () => Promise.resolve(),
  isCurrent: () => true,
});

/** Transactions by their partitions; each is ended by hand. */
class Database {
  readonly begun: number[][] = [];
  private readonly ends: ((problem?: Error) => void)[] = [];
  readonly joined = new JoinedBatches({
    fold: async (one) => (await this.run([one]))[0],
    foldTogether: (batches) => this.run(batches),
    mostAtATime: 3,
    soon: setImmediate,
  });

  async end(problem?: Error): Promise<void> {
    this.ends.shift()?.(problem);
    await settled();
  }

  private run(batches: readonly LogBatch[]): Promise<BatchOutcome[]> {
    this.begun.push(batches.map(({ partition }) => partition));
    return new Promise((resolve, reject) =>
      this.ends.push((problem) =>
        problem ? reject(problem) : resolve(batches.map(({ partition }) => ({ next: 100 + partition }))),
      ),
    );
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

it('folds in one transaction what comes at once, and tells each what became of it', async () => {
  const database = new Database();
  const all = [0, 1, 2, 3, 4].map((partition) => database.joined.fold(batch(partition)));
  await settled();
  expect(database.begun).toEqual([[0, 1, 2, 3, 4]]);
  await database.end();
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4].map((partition) => ({ next: 100 + partition })));
});

it('lets many records go beside each other in equal parts, no more in a transaction than one may have', async () => {
  const database = new Database();
  const sizes = [4000, 10, 700, 700, 4000, 10, 4999, 1, 1];
  const all = sizes.map((size, partition) => database.joined.fold(batch(partition, size)));
  await settled();
  expect(database.begun).toEqual([[0, 1, 2, 5, 7, 8], [3, 4], [6]]);
  for (let i = 0; i < 3; i++) await database.end();
  const few = [300, 300, 300].map((size, partition) => database.joined.fold(batch(partition, size)));
  await settled();
  expect(database.begun.slice(3)).toEqual([[0, 1], [2]]);
  for (let i = 0; i < 2; i++) await database.end();
  expect(await Promise.all([...all, ...few])).toHaveLength(12);
});

it('never puts two batches of one partition into a transaction, nor begins more of them than it may', async () => {
  const database = new Database();
  const all = [0, 0, 0, 0].map((partition) => database.joined.fold(batch(partition)));
  await settled();
  expect(database.begun).toEqual([[0], [0], [0]]);
  for (let i = 0; i < 4; i++) await database.end();
  expect(database.begun).toHaveLength(4);
  expect(await Promise.all(all)).toHaveLength(4);
});

it('tries alone what failed together', async () => {
  const database = new Database();
  const batches = [batch(0), batch(1), batch(2)];
  const attempts = (): Promise<unknown>[] => batches.map((one) => database.joined.fold(one).catch((error: unknown) => error)); // prettier-ignore
  const failed = attempts();
  await settled();
  const problem = new Error('It is full.');
  await database.end(problem);
  expect(await Promise.all(failed)).toEqual([problem, problem, problem]);
  const again = attempts();
  await settled();
  await database.end();
  await database.end(problem);
  await database.end();
  expect(await Promise.all(again)).toEqual([{ next: 100 }, problem, { next: 102 }]);
  expect(database.begun).toEqual([[0, 1, 2], [0], [1], [2]]);
});
