import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ScoreCard } from '@tq/events';
import { unavailable } from '@tq/platform/http';
import { listen, type Listening, type Projection, projectionChannel, ReadDatabase } from '@tq/platform/postgres';
import { dayText } from '@tq/sessions/core';
import { loadReadings, readingsChannel, type Readings, type ReadingsState } from '../readings.query';
import { RememberedPriors } from './remembered-priors';
import { Snapshot } from './snapshot';
import { extrasOf, noExtras, type TutorExtras, tutorItemOf } from './tutor-extras';

export const READINGS_URL = Symbol('database url to listen on');

/** Today's readings, in memory as one version: what they are, and which part of the log they hold. */
export interface Current {
  readonly projection: Projection;
  readonly state: ReadingsState;
  readonly snapshot: Snapshot;
  /** `topic/partition` → the offset up to which every card holds the log. */
  readonly offsets: ReadonlyMap<string, number>;
}

export interface ReadingsChange {
  readonly current: Current;
  /** Null: too many to name. */
  readonly tutorIds: readonly string[] | null;
}

const lookAgainMs = 15_000;
/** Which version is the active one is asked so often; a switch is told besides. */
const versionAgeMs = 5000;
/** Requests that began before a switch read the version before, which takes memory. */
const beforeKeptMs = 60_000;
const extrasDelayMs = 1000;
const quietMs = 2000;
const mostFollowed = 50;
const allExtrasEveryMs = 10 * 60_000;
const mostNamed = 500;
/** Which tutors changed is remembered for so many changes; whoever asks about older generations starts anew. */
const mostRemembered = 50_000;

/** Follows the cards that scoring writes: told by NOTIFY, read in one snapshot with their offsets, only what changed. */
@Injectable()
export class LiveReadings implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('readings');
  private readonly watchers = new Set<(change: ReadingsChange) => void>();
  private readonly cards = new Map<string, ScoreCard>();
  private readonly extras = new Map<string, TutorExtras>();
  private readonly stale = new Set<string>();
  private touched: { generation: number; tutorId: string }[] = [];
  private known: Current | undefined;
  /** Of the version that was read before this one. */
  private before: Current | undefined;
  private isSwitched = false;
  private listening: Listening | undefined;
  private loading: Promise<void> | undefined;
  private again = false;
  private timers: NodeJS.Timeout[] = [];
  private extrasRunning = false;
  private allExtrasAt = 0;
  private bulkAt = 0;
  private extrasOfDay = '';
  private stopped = false;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(READINGS_URL) private readonly url: string,
    @Inject(RememberedPriors) private readonly priors: RememberedPriors,
  ) {}

  onApplicationBootstrap(): void {
    this.listening = listen({
      url: this.url,
      name: 'gateway readings',
      channels: [readingsChannel, projectionChannel],
      onNotify: (channel) => {
        this.isSwitched ||= channel === projectionChannel;
        this.load();
      },
      onConnect: () => {
        this.isSwitched = true;
        this.load();
      },
      onError: (error) => this.logger.warn({ err: error }, 'Postgres is away; the readings stay as they are'),
    });
    this.timers.push(
      setInterval(() => this.load(), lookAgainMs),
      setInterval(() => void this.refreshExtras(), extrasDelayMs),
    );
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    this.timers.forEach((timer) => clearInterval(timer));
    await this.listening?.close();
    await this.loading;
  }

  /** @throws ProblemError 503 before the first readings are there */
  get current(): Current {
    if (this.known === undefined)
      throw unavailable(
        'There are no readings yet: scoring has not finished its first round, or the database is away.',
      );
    // A request reads one version from its first look to its last, also when another takes its place meanwhile.
    const pinned = this.database.pinned?.schema ?? this.known.projection.schema;
    return this.before?.projection.schema === pinned ? this.before : this.known;
  }

  get isLoaded(): boolean {
    return this.known !== undefined;
  }

  /** How a tutor stood at the end of the day before today; undefined: not known then; null: not worked out yet. */
  dayBefore(tutorId: string): TutorExtras['dayBefore'] | null {
    const extras = this.extras.get(tutorId);
    return extras === undefined ? null : extras.dayBefore;
  }

  /** Whether what is said besides the cards is worked out for every tutor. */
  get isComplete(): boolean {
    return this.known !== undefined && this.extrasOfDay === this.known.snapshot.asOf;
  }

  /** Tutors whose facts changed after a generation; null where that is not remembered. */
  changedSince(generation: number): Set<string> | null {
    const oldest = this.touched[0]?.generation ?? this.known?.state.generation ?? 0;
    if (generation < oldest) return null;
    return new Set(this.touched.filter((entry) => entry.generation > generation).map(({ tutorId }) => tutorId));
  }

  onChange(watcher: (change: ReadingsChange) => void): void {
    this.watchers.add(watcher);
  }

  /** Reads what is new; calls that come meanwhile are served by one more reading after this one. */
  private load(): void {
    if (this.stopped) return;
    if (this.loading !== undefined) {
      this.again = true;
      return;
    }
    this.loading = this.read()
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'the readings could not be read; they stay as they are'),
      )
      .finally(() => {
        this.loading = undefined;
        if (!this.again) return;
        this.again = false;
        this.load();
      });
  }

  private async read(): Promise<void> {
    const ageMs = this.isSwitched ? 0 : versionAgeMs;
    this.isSwitched = false;
    const projection = await this.database.active(ageMs);
    if (projection === null) return;
    const isOther = this.known?.projection.schema !== projection.schema;
    const readings = await loadReadings(
      this.database.pool,
      projection.schema,
      isOther ? -1 : this.known?.state.generation,
    );
    if (readings === null) return;
    if (!isOther && readings.state.generation === this.known?.state.generation) return;
    if (isOther && this.known !== undefined) await this.workOutExtras(projection, readings);
    this.take(projection, readings, isOther);
  }

  /** What is said besides the cards is there too when another version is first shown. */
  private async workOutExtras(projection: Projection, { state, cards }: Readings): Promise<void> {
    const asOf = dayText(state.asOf);
    const made = cards.flatMap(({ item }) => (item === null ? [] : [JSON.parse(item) as ScoreCard]));
    const found = await extrasOf(this.database.pool, projection, made, {
      asOf: state.asOf,
      now: Math.max(Date.now(), state.refreshedAt),
      priors: this.priors.of,
      // How long a level holds is long work: who was on the same level before has been there as long.
      known: this.known?.projection.timeZone === projection.timeZone ? this.extras : new Map(),
    });
    this.extras.clear();
    for (const [tutorId, extras] of found) this.extras.set(tutorId, extras);
    [this.allExtrasAt, this.extrasOfDay] = [Date.now(), asOf];
  }

  private take(projection: Projection, { state, offsets, cards }: Readings, isOther: boolean): void {
    if (isOther) {
      this.cards.clear();
      this.before = this.known;
      setTimeout(() => (this.before = undefined), beforeKeptMs).unref();
    }
    const changes = new Map(
      cards.map(({ tutorId, item }) => [tutorId, item === null ? null : (JSON.parse(item) as ScoreCard)]),
    );
    for (const [tutorId, card] of changes) {
      if (card === null) this.cards.delete(tutorId);
      else this.cards.set(tutorId, card);
      this.stale.add(tutorId);
    }
    if (changes.size > Math.max(100, this.cards.size / 4) && !isOther) this.bulkAt = Date.now();
    this.remember(state.generation, changes.keys(), isOther);
    const held = new Map(offsets.map(({ topic, partition, next }) => [`${topic}/${partition}`, next]));
    const snapshot = this.nextSnapshot(state, changes, isOther);
    this.known = { projection, state, offsets: held, snapshot };
    this.database.adopt(projection);
    this.tell([...changes.keys()]);
  }

  private nextSnapshot(
    state: ReadingsState,
    changes: ReadonlyMap<string, ScoreCard | null>,
    isOther: boolean,
  ): Snapshot {
    const last = this.known?.snapshot;
    const asOf = dayText(state.asOf);
    if (
      isOther ||
      last?.asOf !== asOf ||
      last.ruleSetVersion !== state.ruleSetVersion ||
      changes.size > this.cards.size / 4
    ) {
      return Snapshot.of(
        [...this.cards.values()].map((card) => this.item(card)),
        asOf,
        { version: state.ruleSetVersion },
      );
    }
    return last.with(new Map([...changes].map(([tutorId, card]) => [tutorId, card && this.item(card)])));
  }

  private item(card: ScoreCard) {
    return tutorItemOf(card, this.extras.get(card.tutorId) ?? noExtras);
  }

  private remember(generation: number, tutorIds: Iterable<string>, isOther: boolean): void {
    if (isOther) this.touched = [];
    for (const tutorId of tutorIds) this.touched.push({ generation, tutorId });
    if (this.touched.length <= mostRemembered) return;
    // Whole generations are forgotten, so that what remains is complete.
    const oldest = this.touched[this.touched.length - mostRemembered / 2]!.generation;
    this.touched = this.touched.filter((entry) => entry.generation >= oldest);
  }

  private tell(tutorIds: readonly string[]): void {
    if (this.known === undefined) return;
    const change = { current: this.known, tutorIds: tutorIds.length > mostNamed ? null : tutorIds };
    for (const watcher of this.watchers) watcher(change);
  }

  /** Works out, behind the requests' backs, what rows say besides the cards: for tutors that changed, at times for all. */
  private async refreshExtras(): Promise<void> {
    const current = this.known;
    // While a backlog is folded most tutors change again and again: scoring needs the machine more than sparklines do.
    const isBacklog = Date.now() - this.bulkAt < quietMs;
    if (current === undefined || this.extrasRunning || this.stopped || isBacklog) return;
    const isAll = this.extrasOfDay !== current.snapshot.asOf || Date.now() - this.allExtrasAt > allExtrasEveryMs;
    const ids = isAll ? [...this.cards.keys()] : [...this.stale].slice(0, 1000);
    if (ids.length === 0) {
      this.extrasOfDay = current.snapshot.asOf;
      return;
    }
    this.extrasRunning = true;
    try {
      ids.forEach((id) => this.stale.delete(id));
      const cards = ids.map((id) => this.cards.get(id)).filter((card) => card !== undefined);
      const { asOf, refreshedAt } = current.state;
      const found = await extrasOf(this.database.pool, current.projection, cards, {
        asOf,
        now: Math.max(Date.now(), refreshedAt),
        priors: this.priors.of,
        // A late fact may change since when a level holds; of many tutors at once that waits for the next look at all.
        known: isAll || ids.length <= mostFollowed ? new Map() : this.extras,
      });
      if (this.known?.projection.schema !== current.projection.schema) return;
      for (const [tutorId, extras] of found) this.extras.set(tutorId, extras);
      const changes = new Map(
        ids.flatMap((id) => (this.cards.has(id) ? [[id, this.item(this.cards.get(id)!)] as const] : [])),
      );
      this.known = { ...this.known, snapshot: this.known.snapshot.with(changes) };
      if (isAll) [this.allExtrasAt, this.extrasOfDay] = [Date.now(), current.snapshot.asOf];
      this.tell(ids);
    } catch (error) {
      ids.forEach((id) => this.stale.add(id));
      this.logger.warn({ err: error }, 'sparklines and the like could not be worked out; trying again');
    } finally {
      this.extrasRunning = false;
    }
  }
}
