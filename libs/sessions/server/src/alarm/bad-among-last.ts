interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** A bad record: where it stands, and when it came there. */
export interface BadRecord extends Partition {
  readonly offset: number;
  /** Epoch milliseconds of the log. */
  readonly timestamp: number;
}

/** The offset of each partition's first record at that moment or later. */
export type OffsetsSince = (timestamp: number) => Promise<readonly (Partition & { readonly offset: number })[]>;

/** How far each partition was read. */
export type Positions = readonly (Partition & { readonly next: number })[];

const earlier = (a: Partition, b: Partition): boolean =>
  a.topic === b.topic ? a.partition < b.partition : a.topic < b.topic;

/**
 * How many of the last records of the log are bad, over all partitions in the order in which they came. It asks the
 * log itself, so that it says the same after a restart, and whoever of several readers asks.
 * @param newest bad records, the newest first, by (timestamp, topic, partition, offset)
 * @param unless more than so many are bad, 0 is answered, which costs one look only
 */
export async function badAmongLast(
  last: number,
  newest: readonly BadRecord[],
  positions: Positions,
  offsetsSince: OffsetsSince,
  unless = 0,
): Promise<number> {
  /** How many records came since this one, itself among them. */
  const comesFromEnd = async (bad: BadRecord): Promise<number> => {
    const [since, after] = await Promise.all([offsetsSince(bad.timestamp), offsetsSince(bad.timestamp + 1)]);
    return positions.reduce((sum, { next, ...of }) => {
      const isIts = of.topic === bad.topic && of.partition === bad.partition;
      const first = (earlier(of, bad) ? after : since).find(
        ({ topic, partition }) => topic === of.topic && partition === of.partition,
      );
      return sum + Math.max(0, next - (isIts ? bad.offset : (first?.offset ?? next)));
    }, 0);
  };
  const isAmong = async (nth: number): Promise<boolean> => {
    const bad = newest[nth - 1];
    return bad !== undefined && (await comesFromEnd(bad)) <= last;
  };
  if (!(await isAmong(unless + 1))) return 0;
  let [among, beyond] = [unless + 1, newest.length + 1];
  while (beyond - among > 1) {
    const middle = (among + beyond) >> 1;
    if (await isAmong(middle)) among = middle;
    else beyond = middle;
  }
  return among;
}
