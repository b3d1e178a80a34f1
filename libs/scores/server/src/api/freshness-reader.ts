import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@tq/events';
import type { PartitionEnd } from '@tq/platform/kafka';
import { ReadDatabase } from '@tq/platform/postgres';
import { LiveReadings } from './live-readings';
import type { Freshness } from './overview.dto';

/** Where the logs end, asked of the broker at this moment. */
export interface LogEnds {
  of(topics: readonly string[]): Promise<PartitionEnd[]>;
}
export const LOG_ENDS = Symbol('log ends');

const watched = [topics.sessionEvents.name, topics.coachingEvents.name];
const patienceMs = 2000;
const mostRemembered = 600;

/** How far the readings that this process answers with lie behind the log. */
@Injectable()
export class FreshnessReader {
  private asking: Promise<PartitionEnd[]> | undefined;
  private next: Promise<PartitionEnd[]> | undefined;
  /** Where the log ended when; what the readings hold by now says how old the oldest missing record can be. */
  private seen: { at: number; ends: readonly PartitionEnd[] }[] = [];
  private lastRecordAt: number | null = null;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(LOG_ENDS) private readonly ends: LogEnds,
  ) {}

  /** The broker is asked after the call began, so that what was on the log then is counted. */
  async now(): Promise<Freshness> {
    const askedAt = Date.now();
    const [ends] = await Promise.all([this.askAnew().catch(() => null), this.readLastRecord()]);
    if (!this.live.isLoaded) return { lagRecords: null, lagSeconds: null, lastEventAt: null, refreshedAt: null };
    const { offsets, state } = this.live.current;
    const refreshedAt = new Date(state.refreshedAt).toISOString();
    const lastEventAt = this.lastRecordAt === null ? null : new Date(this.lastRecordAt).toISOString();
    if (ends === null) return { lagRecords: null, lagSeconds: null, lastEventAt, refreshedAt };
    const lagRecords = missing(ends, offsets);
    this.seen.push({ at: askedAt, ends });
    if (this.seen.length > mostRemembered) this.seen.shift();
    return { lagRecords, lagSeconds: lagRecords === 0 ? 0 : this.lagSeconds(offsets), lastEventAt, refreshedAt };
  }

  /** The oldest record that is missing came after the last moment at which none was. */
  private lagSeconds(offsets: ReadonlyMap<string, number>): number | null {
    const held = this.seen.findLastIndex(({ ends }) => missing(ends, offsets) === 0);
    const since = this.seen[held]?.at ?? this.lastRecordAt;
    this.seen.splice(0, Math.max(0, held));
    return since === null ? null : Math.max(0, (Date.now() - since) / 1000);
  }

  /** Requests that come while the broker is asked share the next question: the running one may have begun before them. */
  private askAnew(): Promise<PartitionEnd[]> {
    if (this.asking === undefined) return this.ask();
    this.next ??= this.asking.then(
      () => this.ask(),
      () => this.ask(),
    );
    return this.next;
  }

  private ask(): Promise<PartitionEnd[]> {
    this.next = undefined;
    const asking = inTime(this.ends.of(watched)).finally(() => {
      if (this.asking === asking) this.asking = undefined;
    });
    this.asking = asking;
    return asking;
  }

  private async readLastRecord(): Promise<void> {
    try {
      const { schema } = await this.database.projection();
      const { rows } = await this.database.pool.query<{ at: number | null }>(
        `SELECT max(last_record_at) AS at FROM ${schema}.feed`,
      );
      this.lastRecordAt = rows[0]?.at ?? null;
    } catch {
      // The last good answer stays; that readings are old shows in their own times.
    }
  }
}

/** Records between what is held and where the log ends. A partition of which nothing is held is missing whole. */
function missing(ends: readonly PartitionEnd[], offsets: ReadonlyMap<string, number>): number {
  return ends.reduce(
    (sum, { topic, partition, start, end }) => sum + Math.max(0, end - (offsets.get(`${topic}/${partition}`) ?? start)),
    0,
  );
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The broker does not answer.')), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
