import { SendQueue } from './send-queue';

const record = (key: string, bytes = 10) => ({ key, value: new Uint8Array(bytes) });
const refusal = (why: string) => new Error(why);
const keys = (batch: { records: readonly { key: string }[] }) => batch.records.map(({ key }) => key).join('');

it('lets requests that wait leave together, in their order', async () => {
  const queue = new SendQueue(1e6);
  const done = [queue.add([record('a'), record('b')], 1000, refusal), queue.add([record('c')], 1000, refusal)];
  const batch = queue.take(1e6, 100, Infinity);
  expect(keys(batch)).toBe('abc');
  batch.acknowledged();
  await Promise.all(done);
  expect(queue.isEmpty).toBe(true);
});

it('splits what is too large for one send, and acknowledges only what is whole', async () => {
  const queue = new SendQueue(1e6);
  let isDone = false;
  const done = queue
    .add([record('a', 500), record('b', 500), record('c', 500)], 1000, refusal)
    .then(() => (isDone = true));
  const first = queue.take(1300, 100, Infinity);
  expect(keys(first)).toBe('ab');
  first.acknowledged();
  await Promise.resolve();
  expect(isDone).toBe(false);
  const second = queue.take(1300, 100, Infinity);
  expect(keys(second)).toBe('c');
  second.acknowledged();
  await done;
});

it('takes one record at least, however large it is', () => {
  const queue = new SendQueue(1e6);
  void queue.add([record('a', 5000), record('b')], 1000, refusal).catch(() => undefined);
  expect(keys(queue.take(100, 100, Infinity))).toBe('a');
});

it('takes the same again until it is acknowledged', () => {
  const queue = new SendQueue(1e6);
  void queue.add([record('a')], 1000, refusal).catch(() => undefined);
  expect(keys(queue.take(1e6, 100, 1))).toBe('a');
  expect(keys(queue.take(1e6, 100, 1))).toBe('a');
});

it('refuses at the deadline, and forgets', async () => {
  const queue = new SendQueue(1e6);
  const sent = queue.add([record('a')], 20, refusal);
  const batch = queue.take(1e6, 100, Infinity);
  await expect(sent).rejects.toThrow('within 20 ms');
  expect(queue.isEmpty).toBe(true);
  batch.acknowledged(); // too late: it was refused, and stays so
});

it('refuses at once where too much waits, and takes again when there is room', async () => {
  const queue = new SendQueue(2000);
  const first = queue.add([record('a', 1500)], 1000, refusal);
  await expect(queue.add([record('b', 1500)], 1000, refusal)).rejects.toThrow('Too much');
  queue.take(1e6, 100, Infinity).acknowledged();
  await first;
  void queue.add([record('b', 1500)], 1000, refusal).catch(() => undefined);
  expect(queue.requests).toBe(1);
});
