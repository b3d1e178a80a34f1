import type { RuleSet, ScoreCard } from '@tq/events';
import type { BatchOutcome, LogBatch } from '@tq/platform/kafka';
import type { Client, Pool, Projection, Queryable } from '@tq/platform/postgres';

/** Folds batches into a version that nobody reads yet: tells nothing to anybody. */
export interface VersionFold {
  /** @returns how far the partition was taken; what of it is not in the tables yet, `flush` brings there */
  fold(batch: LogBatch): Promise<BatchOutcome | undefined>;
  /** @param isCurrent once it says no, what is done stays and the rest is left */
  flush?(isCurrent: () => boolean): Promise<void>;
  /** Where to read on, where that is not what the version's offsets say. */
  positions?(): Promise<readonly { readonly topic: string; readonly partition: number; readonly next: number }[]>;
  /** Records of the log that were read, and those of them that are in the tables, where that is not the same. */
  readonly progress?: { readonly read: number; readonly folded: number } | undefined;
  close?(): Promise<void>;
}

/** Which cards: as of the day of an instant, by other rules, only with what was known then. Epoch milliseconds. */
export interface CardsBy {
  readonly rules?: RuleSet | undefined;
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

/** The cards of a version, each tutor's once, part by part in the order of their ids (by code point). */
export type Cards = AsyncIterable<readonly ScoreCard[]>;

/** How a version is made: what the slices of sessions and scores know, given by the app that has both. */
export interface Craft {
  /** What {@link Projection.foldVersion} the fold of this build makes. */
  readonly foldVersion: number;
  /** Topics that are folded. */
  readonly topics: readonly string[];
  /** Partitions folded at a time. */
  readonly concurrency: number;
  /** Makes the tables of a version, or brings them up to date. */
  migrate(pool: Pool, schema: string): Promise<void>;
  /** A pool whose search path is the version's schema. */
  open(schema: string): Pool;
  /** Makes the rows of partitions that are new, at offset 0. */
  ensureOffsets(versionPool: Pool, partitions: ReadonlyMap<string, number>): Promise<void>;
  /** @param holder gives a transaction that holds the version's offsets locked, and ends with the fold of all that was read */
  fold(
    version: Projection,
    versionPool: Pool,
    partitionsOf: (topic: string) => number,
    holder?: () => Promise<Client>,
  ): Promise<VersionFold>;
  /** Takes away what was put by for a version that is no longer made. */
  discard(version: Projection): Promise<void>;
  /** Brings the cards of the version up to what was folded. */
  refreshCards(version: Projection, versionPool: Pool): Promise<void>;
  /** Cards from the counts of a version, whatever its cards say: of today, unless asked otherwise. */
  cards(db: Queryable, version: Projection, by?: CardsBy): Cards;
  /** The cards that readers of a version see, where they are of today and hold all that was folded; else {@link cards}. */
  shownCards(db: Queryable, version: Projection): Promise<Cards>;
  /** Waits until nobody writes cards of the active version, and keeps it so until the transaction ends. */
  lockCards(client: Client): Promise<void>;
  /** What of the old version's cards goes on in the new one's. */
  carryOver(client: Client, from: Projection, to: Projection): Promise<void>;
}
