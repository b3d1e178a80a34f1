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

it('folds in one transaction what comes at once, and what comes meanwhile in the next', async () => {
  const database = new Database();
  const first = [0, 1, 2].map((partition) => database.joined.fold(batch(partition)));
  await settled();
  const second = [3, 4].map((partition) => database.joined.fold(batch(partition)));
  await settled();
  expect(database.begun).toEqual([[0, 1, 2]]);
  await database.end();
  expect(database.begun).toEqual([[0, 1, 2], [3, 4]]); // prettier-ignore
  await database.end();
  expect(await Promise.all([...first, ...second])).toEqual([0, 1, 2, 3, 4].map((partition) => ({ next: 100 + partition }))); // prettier-ignore
});

it('lets many records go beside each other, no more in a transaction than one may have', async () => {
  const database = new Database();
  const all = [0, 1, 2, 3].map((partition) => database.joined.fold(batch(partition, partition === 3 ? 10 : 4000)));
  await settled();
  expect(database.begun).toEqual([[0, 3], [1], [2]]);
  for (let i = 0; i < 3; i++) await database.end();
  expect(await Promise.all(all)).toHaveLength(4);
});

it('never puts two batches of one partition into a transaction', async () => {
  const database = new Database();
  const both = [batch(0), batch(0)].map((one) => database.joined.fold(one));
  await settled();
  expect(database.begun).toEqual([[0]]);
  await database.end();
  await database.end();
  expect(database.begun).toEqual([[0], [0]]);
  await Promise.all(both);
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
