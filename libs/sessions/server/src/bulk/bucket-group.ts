import { setImmediate as others } from 'node:timers/promises';
import { ColumnSet, type ChunkPool } from '@tq/platform/postgres';
import type { LogRecord } from '@tq/platform/kafka';
import type { KnownEvent } from '@tq/sessions/core';
import { changesFromNothing } from '../fold/apply-events';
import { readRecords, type DeadLetter, type KnownDecision, type Misplaced } from '../fold/records';
import { feedsOf, writeDeadLetters, writeMisplaced, type Feed, type Place } from '../fold/write-oddities';
import { bucketOfTutor } from './bucket-of';
import { BulkRows } from './bulk-rows';
import { kept, type PlacedRecord } from './spilled-record';
import type { Statements } from './statements';

const feedColumns = new ColumnSet<Feed>([
  ['source', 'text', (feed) => feed.source],
  ['hour', 'int', (feed) => feed.hour],
  ['partition', 'int', (feed) => feed.partition],
  ['events', 'bigint', (feed) => feed.events],
  ['last_event_at', 'bigint', (feed) => feed.last_event_at],
  ['last_record_at', 'bigint', (feed) => feed.last_record_at],
]);

const strayColumns = new ColumnSet<PlacedRecord>([
  ['topic', 'text', ({ topic }) => topic],
  ['partition', 'int', ({ partition }) => partition],
  ['record_offset', 'bigint', ({ record }) => record.offset],
  ['record_timestamp', 'bigint', ({ record }) => record.timestamp],
  ['key', 'bytea', ({ record }) => record.key],
  ['value', 'bytea', ({ record }) => record.value],
]);

/** What records say, partition by partition: everything but what becomes of their tutors. */
interface PartitionNews {
  readonly place: Place;
  readonly letters: DeadLetter[];
  readonly misplaced: Misplaced[];
}

/** The records of some whole buckets, read and folded; then written in one go. */
export class BucketGroup {
  private readonly events: KnownEvent[] = [];
  private readonly decisions: KnownDecision[] = [];
  private readonly news = new Map<string, PartitionNews>();
  private readonly strays: PlacedRecord[] = [];
  private readonly feeds = new Map<string, Feed>();
  private readonly rows: BulkRows;
  private readonly homes = new Map<string, number>();
  /** How many of their records, the first, were read of buckets. */
  readonly buckets = new Map<number, number>();
  records = 0;

  constructor(
    private readonly partitionsOf: (topic: string) => number,
    private readonly bucketCount: number,
    reportsFrom: number,
    private readonly pool: ChunkPool,
  ) {
    this.rows = new BulkRows(reportsFrom, pool);
  }

  /** Reads records of one bucket. Their bytes may be used for others afterwards. */
  read(bucket: number, records: readonly PlacedRecord[]): void {
    this.records += records.length;
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + records.length);
    for (const [, of] of Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)) {
      const { topic, partition } = of[0] as PlacedRecord;
      this.readPartition(
        bucket,
        { topic, partition },
        of.map(({ record }) => record),
      );
    }
  }

  /** Folds every tutor of whom was read since the last time; all of their records must be. Others get their turn in between: the database is fed by this thread too. */
  async fold(timeZone: string): Promise<void> {
    let since = 0;
    for (const { change, decisions, amended } of changesFromNothing(this.events, this.decisions, timeZone)) {
      this.rows.add(change, decisions, amended);
      since += change.events.length;
      if (since < eventsOfTurn) continue;
      since = 0;
      await others();
    }
    this.events.length = 0;
    this.decisions.length = 0;
  }

  async write(to: Statements, now: number): Promise<void> {
    await this.rows.write(to, now);
    await this.writeNews(to);
    this.copy(to, 'bulk_stray', strayColumns, this.strays);
  }

  /** What is said of partitions and sources. */
  async writeNews(to: Statements): Promise<void> {
    for (const { place, letters, misplaced } of this.news.values()) {
      await writeDeadLetters(to.client, place, letters);
      await writeMisplaced(
        to.client,
        place.partition,
        misplaced.toSorted((a, b) => a.record.offset - b.record.offset),
      );
    }
    this.copy(to, 'bulk_feed', feedColumns, [...this.feeds.values()]);
  }

  private copy<T>(to: Statements, table: string, columns: ColumnSet<T>, items: readonly T[]): void {
    if (items.length === 0) return;
    const encoder = columns.encoder(this.pool);
    for (const item of items) encoder.add(item);
    to.copy(`${table} (${columns.names})`, encoder.take());
  }

  private readPartition(bucket: number, place: Place, records: readonly LogRecord[]): void {
    const read = readRecords(place.topic, place.partition, this.partitionsOf(place.topic), records);
    const name = `${place.topic}/${place.partition}`;
    let news = this.news.get(name);
    if (!news) this.news.set(name, (news = { place, letters: [], misplaced: [] }));
    for (const letter of read.deadLetters) news.letters.push({ ...letter, record: kept(letter.record) });
    for (const one of read.misplaced) news.misplaced.push({ ...one, record: kept(one.record) });
    for (const feed of feedsOf(read.events)) this.hear(feed);
    for (const event of read.events)
      if (this.homeOf(event.subject) === bucket) this.events.push(event);
      else this.stray(place, records, event.record.offset);
    for (const decision of read.decisions)
      if (this.homeOf(decision.subject) === bucket) this.decisions.push(decision);
      else this.stray(place, records, decision.record.offset);
  }

  private hear(feed: Feed): void {
    const key = `${feed.hour} ${feed.partition} ${feed.source}`;
    const known = this.feeds.get(key);
    if (!known) {
      this.feeds.set(key, feed);
      return;
    }
    known.events += feed.events;
    known.last_event_at = Math.max(known.last_event_at, feed.last_event_at);
    known.last_record_at = Math.max(known.last_record_at, feed.last_record_at);
  }

  private homeOf(tutorId: string): number {
    let home = this.homes.get(tutorId);
    if (home === undefined) this.homes.set(tutorId, (home = bucketOfTutor(tutorId, this.bucketCount)));
    return home;
  }

  private stray(place: Place, records: readonly LogRecord[], offset: number): void {
    const record = records.find((one) => one.offset === offset);
    if (record) this.strays.push({ ...place, record: kept(record) });
  }
}

const eventsOfTurn = 150;
