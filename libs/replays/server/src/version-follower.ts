import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { EndOffsets, LogFollower, partitionCounts, placeOf } from '@tq/platform/kafka';
import type { Pool, Projection } from '@tq/platform/postgres';
import type { Craft, VersionFold } from './craft';
import { offsetsOf } from './versions';

export interface VersionFollowerOptions {
  readonly pool: Pool;
  readonly kafka: Kafka;
  readonly craft: Craft;
  readonly version: Projection;
  readonly active: Projection;
}

/** Folds the log into a version that nobody reads yet, up to where it may. */
export class VersionFollower {
  private closed: Promise<void> | undefined;

  private constructor(
    private readonly options: VersionFollowerOptions,
    private readonly pool: Pool,
    private readonly versionFold: VersionFold,
    private readonly log: LogFollower,
  ) {}

  /** @throws Error in one sentence where the log no longer holds what the active version was made of */
  static async start(options: VersionFollowerOptions): Promise<VersionFollower> {
    const { kafka, craft, version } = options;
    const pool = craft.open(version.schema);
    try {
      const partitions = await partitionCounts(kafka, craft.topics);
      await craft.ensureOffsets(pool, partitions);
      await expectWholeLog(options);
      const fold = await craft.fold(version, pool, (topic) => partitions.get(topic) ?? 1);
      const log = new LogFollower({
        kafka,
        // Of its own each time: one that was killed would hold its partitions until the broker misses it.
        groupId: `rebuild-${version.schema}-${randomUUID()}`,
        topics: craft.topics,
        concurrency: craft.concurrency,
        positions: async () => {
          const places = await fold.positions?.();
          if (!places) return offsetsOf(options.pool, version);
          return new Map(places.map(({ topic, partition, next }) => [placeOf(topic, partition), next]));
        },
        handle: (batch) => fold.fold(batch),
      });
      const follower = new VersionFollower(options, pool, fold, log);
      await log.start();
      return follower;
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  readUpTo(ends: ReadonlyMap<string, number>): void {
    this.log.readUpTo(ends);
  }

  /** @throws what the fold threw */
  get hasReached(): boolean {
    return this.log.hasReached;
  }

  /** Records that are done; of those that are read and not yet in the tables, half of the work. */
  get handled(): number {
    const { progress } = this.versionFold;
    return progress && progress.folded < progress.read
      ? Math.floor((progress.read + progress.folded) / 2)
      : this.log.handled;
  }

  /** Records up to these ends that are not handled yet. */
  behind(ends: ReadonlyMap<string, number>): number {
    let all = 0;
    for (const end of ends.values()) all += end;
    return all - this.log.handled;
  }

  /** Brings into the tables what was read. @param isCurrent once it says no, the rest is left */
  async flush(isCurrent: () => boolean = () => true): Promise<void> {
    await this.versionFold.flush?.(isCurrent);
  }

  async refreshCards(): Promise<void> {
    await this.options.craft.refreshCards(this.options.version, this.pool);
  }

  close(): Promise<void> {
    this.closed ??= (async () => {
      await this.log.close().catch(() => undefined);
      await this.versionFold.close?.().catch(() => undefined);
      await this.pool.end();
    })();
    return this.closed;
  }
}

/** History can be rebuilt only where all of it is there: from its first record up to the last that was folded. */
async function expectWholeLog({ pool, kafka, craft, active, version }: VersionFollowerOptions): Promise<void> {
  const ends = new EndOffsets(kafka);
  try {
    // The log is asked last: it may grow, and be folded, meanwhile.
    const mine = await offsetsOf(pool, version);
    const shown = await offsetsOf(pool, active);
    const log = await ends.of(craft.topics);
    for (const [place, folded] of shown) {
      const one = log.find(({ topic, partition }) => placeOf(topic, partition) === place);
      if ((one?.end ?? 0) < folded)
        throw new Error(`${place} ends at ${one?.end ?? 0}, but ${folded} records of it were folded: the log is shorter than the history that readers see, nothing was rebuilt.`); // prettier-ignore
      if (one && one.start > (mine.get(place) ?? 0))
        throw new Error(`${place} begins at ${one.start}: the records before are gone, so history cannot be rebuilt from its first event.`); // prettier-ignore
    }
  } finally {
    await ends.close();
  }
}
