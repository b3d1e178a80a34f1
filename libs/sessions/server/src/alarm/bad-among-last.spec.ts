import fc from 'fast-check';
import { badAmongLast, type BadRecord } from './bad-among-last';

type Came = BadRecord & { readonly isBad: boolean };

/** A log of a few partitions on two topics; within a partition time never goes back, and many come in one millisecond. */
const logs = fc
  .array(
    fc.record({
      topic: fc.constantFrom('coaching-events', 'session-events'),
      partition: fc.nat(2),
      pause: fc.nat(2),
      isBad: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((came) => {
    const next = new Map<string, number>();
    let timestamp = 1000;
    return came.map(({ topic, partition, pause, isBad }): Came => {
      const key = `${topic}/${partition}`;
      const offset = next.get(key) ?? 0;
      next.set(key, offset + 1);
      timestamp += pause;
      return { topic, partition, offset, timestamp, isBad };
    });
  });

const order = (a: BadRecord, b: BadRecord): number =>
  a.timestamp - b.timestamp ||
  (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0) ||
  a.partition - b.partition ||
  a.offset - b.offset;

const partitions = ['coaching-events', 'session-events'].flatMap((topic) => [0, 1, 2].map((partition) => ({ topic, partition }))); // prettier-ignore

function asked(log: readonly Came[], last: number, unless: number): Promise<number> {
  const of = ({ topic, partition }: (typeof partitions)[number]): Came[] =>
    log.filter((one) => one.topic === topic && one.partition === partition);
  return badAmongLast(
    last,
    log.filter(({ isBad }) => isBad).toSorted((a, b) => order(b, a)),
    partitions.map((one) => ({ ...one, next: of(one).length })),
    (timestamp) =>
      Promise.resolve(
        partitions.map((one) => ({ ...one, offset: of(one).filter((each) => each.timestamp < timestamp).length })),
      ),
    unless,
  );
}

it('counts the bad ones among the last records of all partitions, whatever came when', () =>
  fc.assert(
    fc.asyncProperty(logs, fc.integer({ min: 1, max: 40 }), fc.nat(5), async (log, last, unless) => {
      const bad = log.toSorted(order).slice(-last).filter(({ isBad }) => isBad).length; // prettier-ignore
      expect(await asked(log, last, unless)).toBe(bad > unless ? bad : 0);
    }),
  ));
