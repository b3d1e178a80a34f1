import type { Kafka } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import { inTransaction, type Client, type Pool } from '@tq/platform/postgres';
import { VersionFollower } from './version-follower';
import { compare, type Side } from './compare';
import type { Craft } from './craft';
import type { Comparison, Rebuild } from './rebuild';
import { Rate } from './rate';
import { RebuildStore } from './rebuild-store';
import { activate, activeOf, createVersion, dropOldVersions, dropVersion, offsetsOf, versions, type Version } from './versions'; // prettier-ignore

export interface RebuilderOptions {
  readonly pool: Pool;
  readonly kafka: Kafka;
  readonly craft: Craft;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Ends where the versions differ, instead of waiting for somebody to decide. */
  readonly endsWhereDifferent: boolean;
}

/** Somebody asked for an end in order: what is done stays. */
class Asked extends Error {
  constructor(readonly what: 'pause' | 'cancel') {
    super(what);
  }
}

const lookEveryMs = 500;
/** So few records behind the active version, the rest is folded while it waits. */
const nearly = 2000;
const decisionEveryMs = 500;

/** Does one rebuild, from wherever it stands: another version beside the active one, until it takes its place. */
export class Rebuilder {
  private readonly store: RebuildStore;
  private readonly rate = new Rate();
  private lookedAt = 0;
  private active!: Version;
  private version!: Version;
  private follower!: VersionFollower;

  constructor(private readonly options: RebuilderOptions) {
    this.store = new RebuildStore(options.pool, options.clock);
  }

  /** @returns the rebuild as it was left @throws what could not be done; what was folded stays */
  async run(id: number): Promise<Rebuild> {
    const rebuild = await this.known(id);
    if (rebuild.endedAt !== null) return rebuild;
    try {
      if (rebuild.wanted === 'cancel') throw new Asked('cancel');
      if (rebuild.wanted === 'pause') throw new Asked('pause');
      await this.open(rebuild);
      await this.make(rebuild);
    } catch (error) {
      if (!(error instanceof Asked)) throw error;
      await this.follower?.close().catch(() => undefined);
      if (error.what === 'pause') await this.store.set(id, { state: 'paused', wanted: null, perSecond: null });
      else await this.cancel(id);
    } finally {
      await this.follower?.close().catch(() => undefined);
    }
    return this.known(id);
  }

  private async open(rebuild: Rebuild): Promise<void> {
    const { pool, craft, kafka } = this.options;
    const all = await versions(pool);
    this.active = activeOf(all);
    await craft.migrate(pool, this.active.schema);
    const known = all.find(({ version }) => version === rebuild.toVersion);
    await dropOldVersions(pool, known ? [known.version] : []);
    if (!known && rebuild.toVersion !== null && rebuild.kind === 'back') throw new Error(`Version ${rebuild.toVersion} is no longer there.`); // prettier-ignore
    this.version = known ?? (await createVersion(pool, rebuild.timeZone, craft.foldVersion));
    await this.store.set(rebuild.id, { state: 'folding', problem: null, toVersion: this.version.version });
    await craft.migrate(pool, this.version.schema);
    this.follower = await VersionFollower.start({
      pool,
      kafka,
      craft,
      version: this.version,
      active: this.active,
    });
  }

  private async make(rebuild: Rebuild): Promise<void> {
    await this.catchUp(rebuild);
    if (rebuild.kind === 'what-if') return this.endWhatIf(rebuild);
    if (rebuild.kind === 'back') return this.switch(rebuild);
    for (let first = true; ; first = false) {
      const now = first ? rebuild : await this.known(rebuild.id);
      const comparison = await this.compared(now);
      const isEqual = comparison.differingTutors === 0;
      await this.store.set(rebuild.id, { state: isEqual ? 'equal' : 'differs', comparison, wanted: null });
      if (rebuild.dryRun) return this.endDryRun(rebuild.id);
      if (isEqual || now.evenIfDifferent) return this.switch(rebuild);
      if (this.options.endsWhereDifferent) return;
      await this.decision(rebuild.id);
    }
  }

  /** Folds until it is nearly where the active version is, then makes the cards. */
  private async catchUp({ id }: Rebuild): Promise<void> {
    for (;;) {
      const ends = await offsetsOf(this.options.pool, this.active);
      const left = this.follower.behind(ends);
      await this.foldUpTo(id, ends);
      if (left < nearly) break;
    }
    await this.follower.refreshCards();
  }

  private async foldUpTo(id: number, ends: ReadonlyMap<string, number>): Promise<void> {
    this.follower.readUpTo(ends);
    while (!this.follower.hasReached) {
      await this.look(id, ends);
      await wait(20);
    }
    await this.flushed(id, ends);
    await this.look(id, ends, true);
  }

  /** A flush may take long: meanwhile it is told how far it is, and somebody may want it to end. */
  private async flushed(id: number, ends: ReadonlyMap<string, number>): Promise<void> {
    let [isDone, isCurrent] = [false, true];
    const flushing = this.follower.flush(() => isCurrent).finally(() => (isDone = true));
    flushing.catch(() => undefined); // It is awaited below, also where somebody wants an end.
    try {
      while (!isDone) {
        await Promise.race([flushing, wait(20)]);
        if (!isDone) await this.look(id, ends);
      }
    } finally {
      isCurrent = false;
      await flushing;
    }
  }

  /** Says how far it is, and hears what is wanted. */
  private async look(id: number, ends: ReadonlyMap<string, number>, isDone = false): Promise<void> {
    if (!isDone && performance.now() - this.lookedAt < lookEveryMs) return;
    this.lookedAt = performance.now();
    const total = sum(ends);
    const folded = Math.min(total, this.follower.handled);
    await this.store.set(id, { folded, total, perSecond: this.rate.of(folded, this.lookedAt) });
    const { wanted } = await this.known(id);
    if (wanted === 'pause' || wanted === 'cancel') throw new Asked(wanted);
  }

  /** Both versions at the offsets of one snapshot of the active one. */
  private async compared({ id, rules, knownAt, kind }: Rebuild): Promise<Comparison> {
    const { pool, craft, clock } = this.options;
    await this.store.set(id, { state: 'comparing' });
    return inSnapshot(pool, async (before) => {
      const ends = await offsetsOf(before, this.active);
      await this.foldUpTo(id, ends);
      await this.follower.refreshCards();
      return inSnapshot(pool, async (after) => {
        // What was known at a moment is compared with what is known now of that day: of today nearly all would be missing.
        const asOf = knownAt ?? undefined;
        const cards = {
          active: kind === 'what-if' ? craft.cards(before, this.active, { asOf }) : await craft.shownCards(before, this.active), // prettier-ignore
          rebuilt: craft.cards(after, this.version, { asOf, knownAt: asOf, rules: rules ?? undefined }),
        };
        const active: Side = { db: before, version: this.active, cards: cards.active };
        const rebuilt: Side = { db: after, version: this.version, cards: cards.rebuilt };
        return compare(active, rebuilt, sum(ends), clock());
      });
    });
  }

  private async endWhatIf(rebuild: Rebuild): Promise<void> {
    const comparison = await this.compared(rebuild);
    await this.store.set(rebuild.id, { state: comparison.differingTutors === 0 ? 'equal' : 'differs', comparison });
    await this.endDryRun(rebuild.id);
  }

  /** What was only to be looked at goes again. */
  private async endDryRun(id: number): Promise<void> {
    await this.follower.close();
    await dropVersion(this.options.pool, this.version);
    await this.options.craft.discard(this.version);
    await this.store.set(id, { ended: true, wanted: null });
  }

  /** Follows the active version until somebody decides. */
  private async decision(id: number): Promise<void> {
    for (;;) {
      await this.foldKeepingUp();
      const { wanted } = await this.known(id);
      if (wanted === 'pause' || wanted === 'cancel') throw new Asked(wanted);
      if (wanted === 'switch') return;
      await wait(decisionEveryMs);
    }
  }

  private async foldKeepingUp(): Promise<void> {
    this.follower.readUpTo(await offsetsOf(this.options.pool, this.active));
    if (this.follower.hasReached) await this.follower.flush();
  }

  /**
   * Readers see the new version from one moment on. The locks of the active version's offsets keep it where it is while
   * the last records are folded; the lock of the cards keeps a session from being announced by both.
   */
  private async switch({ id }: Rebuild): Promise<void> {
    const { pool, craft, clock } = this.options;
    await this.foldUpTo(id, await offsetsOf(pool, this.active));
    await this.follower.refreshCards();
    await inTransaction(pool, async (client) => {
      await craft.lockCards(client);
      const ends = await offsetsOf(client, this.active, true);
      this.follower.readUpTo(ends);
      while (!this.follower.hasReached) await wait(10);
      await this.follower.flush();
      await this.follower.refreshCards();
      const mine = await offsetsOf(client, this.version);
      for (const [place, end] of ends)
        if (mine.get(place) !== end) throw new Error(`${place} is folded to ${mine.get(place)} instead of ${end}: nothing was switched.`); // prettier-ignore
      await craft.carryOver(client, this.active, this.version);
      await activate(client, this.active, this.version);
      await new RebuildStore(client, clock).set(id, { state: 'switched', ended: true, wanted: null, folded: sum(ends), total: sum(ends) }); // prettier-ignore
    });
    await this.follower.close();
    await dropOldVersions(pool);
  }

  private async cancel(id: number): Promise<void> {
    const { pool } = this.options;
    const { toVersion, kind } = await this.known(id);
    const version = (await versions(pool)).find(({ version }) => version === toVersion);
    if (version && kind !== 'back') {
      await dropVersion(pool, version);
      await this.options.craft.discard(version);
    }
    await this.store.set(id, { state: 'cancelled', ended: true, wanted: null, perSecond: null });
  }

  private async known(id: number): Promise<Rebuild> {
    const rebuild = await this.store.byId(id);
    if (!rebuild) throw new Error(`There is no rebuild ${id}.`);
    return rebuild;
  }
}

const sum = (offsets: ReadonlyMap<string, number>): number => [...offsets.values()].reduce((all, one) => all + one, 0);

const inSnapshot = <T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> =>
  inTransaction(pool, work, { isolation: 'repeatable read', readOnly: true });
