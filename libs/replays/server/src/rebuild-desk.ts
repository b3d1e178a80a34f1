import { isDeepStrictEqual } from 'node:util';
import type { RuleSet } from '@tq/events';
import type { Pool } from '@tq/platform/postgres';
import type { Rebuild, RebuildKind } from './rebuild';
import { RebuildRefused, RebuildStore } from './rebuild-store';
import { activeOf, previousOf, versions, type Version } from './versions';

export interface RebuildDeskOptions {
  readonly pool: Pool;
  /** Who does what is asked for here. */
  readonly runner: Rebuild['runner'];
  /** What the fold of this build makes. */
  readonly foldVersion: number;
  /** Zone of the days of new versions; undefined: that of the active one. */
  readonly timeZone?: string | undefined;
  readonly clock?: () => number;
}

export interface RebuildOverview {
  readonly active: Version;
  readonly previous: Version | null;
  readonly current: Rebuild | null;
  /** Newest first. */
  readonly past: readonly Rebuild[];
}

/** What a new version is asked for. */
export interface RebuildWish {
  /** It ends with the comparison. */
  readonly dryRun?: boolean;
  /** Only to look at: by these rules. */
  readonly rules?: RuleSet;
  /** Only to look at: with what was known then. Epoch milliseconds. */
  readonly knownAt?: number;
}

const kindOf = ({ rules, knownAt }: RebuildWish): RebuildKind =>
  rules || knownAt !== undefined ? 'what-if' : 'rebuild';

const mostPast = 20;
const busy = ['waiting', 'folding', 'comparing', 'equal'];

/** Where rebuilds are asked for. All throw RebuildRefused, in one sentence, where that cannot be. */
export class RebuildDesk {
  private readonly store: RebuildStore;

  constructor(private readonly options: RebuildDeskOptions) {
    this.store = new RebuildStore(options.pool, options.clock);
  }

  async overview(): Promise<RebuildOverview> {
    const all = await versions(this.options.pool);
    const current = await this.store.current();
    return {
      active: activeOf(all),
      previous: previousOf(all),
      current: current && (await this.asItStands(current)),
      past: await this.store.past(mostPast),
    };
  }

  async byId(id: number): Promise<Rebuild | null> {
    const rebuild = await this.store.byId(id);
    return rebuild && (await this.asItStands(rebuild));
  }

  /** A new version beside the active one, from the first event; with other rules or as known then, only to look at. */
  async begin(by: string, request: RebuildWish & { readonly evenIfDifferent?: boolean } = {}): Promise<Rebuild> {
    const active = activeOf(await versions(this.options.pool));
    return this.store.request({
      kind: kindOf(request),
      runner: this.options.runner,
      requestedBy: by,
      timeZone: this.options.timeZone ?? active.timeZone,
      fromVersion: active.version,
      ...request,
    });
  }

  /** The version that readers saw before takes its place again, brought up to the log first. */
  async back(by: string): Promise<Rebuild> {
    const { foldVersion, runner } = this.options;
    const all = await versions(this.options.pool);
    const [active, previous] = [activeOf(all), previousOf(all)];
    if (!previous) throw new RebuildRefused('There is no version before this one to go back to.');
    const timeZone = this.options.timeZone ?? active.timeZone;
    if (previous.timeZone !== timeZone)
      throw new RebuildRefused(
        `Version ${previous.version} counts days in ${previous.timeZone}, PLATFORM_TIME_ZONE is ${timeZone}: ` +
          `end everything, then PLATFORM_TIME_ZONE=${previous.timeZone} npm run replay -- --back, and start it with that.`,
      );
    if (previous.foldVersion !== foldVersion)
      throw new RebuildRefused(
        `Version ${previous.version} was made by version ${previous.foldVersion} of the fold, this release folds by version ${foldVersion}: going back to it takes the release that made it.`,
      );
    const { version: fromVersion } = active;
    return this.store.request({ kind: 'back', runner, requestedBy: by, timeZone, fromVersion, toVersion: previous.version }); // prettier-ignore
  }

  async pause(id: number): Promise<void> {
    const { state } = await this.unended(id);
    if (!busy.includes(state) && state !== 'differs') throw new RebuildRefused(`It is ${state}: there is nothing to pause.`); // prettier-ignore
    await this.store.want(id, 'pause');
  }

  /** Goes on with one that is paused, that failed, or whose process is gone. */
  async resume(id: number, evenIfDifferent?: boolean): Promise<void> {
    const { state } = await this.unended(id);
    const isStanding = state === 'paused' || state === 'failed';
    if (!isStanding && (await this.store.isBeingDone())) throw new RebuildRefused('It is going on already.');
    await this.store.resume(id, this.options.runner, evenIfDifferent);
  }

  /** Whether this is what somebody who asks for such a one now would get: then it goes on, instead of a new one. */
  isGoingOnWith(rebuild: Rebuild, wish: RebuildWish & { readonly back?: boolean }): boolean {
    const { kind, timeZone, dryRun, rules, knownAt } = rebuild;
    const isSameZone = this.options.timeZone === undefined || this.options.timeZone === timeZone;
    const isSameLook = isDeepStrictEqual(rules, wish.rules ?? null) && knownAt === (wish.knownAt ?? null);
    const isSameEnd = kind !== 'rebuild' || dryRun === (wish.dryRun ?? false);
    return kind === (wish.back ? 'back' : kindOf(wish)) && isSameZone && isSameLook && isSameEnd;
  }

  /** Goes on with one here, unless somebody is at it: then that one is told. */
  async goOn(id: number, evenIfDifferent: boolean): Promise<Rebuild> {
    const rebuild = await this.unended(id);
    const decided = evenIfDifferent ? true : undefined;
    if (!(await this.store.isBeingDone())) await this.store.resume(id, this.options.runner, decided);
    else if (evenIfDifferent) await this.store.want(id, 'switch', { evenIfDifferent });
    return (await this.store.byId(id)) ?? rebuild;
  }

  async cancel(id: number): Promise<void> {
    await this.unended(id);
    await this.store.want(id, 'cancel', await this.takenOver());
  }

  /** @param evenIfDifferent else it is compared once more, and switched if nothing differs */
  async switch(id: number, evenIfDifferent: boolean): Promise<void> {
    const { state, dryRun, kind } = await this.unended(id);
    if (kind === 'what-if' || dryRun) throw new RebuildRefused('This one is only to be looked at: it never takes the place of what readers see.'); // prettier-ignore
    if (state !== 'differs') throw new RebuildRefused(`It is ${state}: it can be switched to once both versions were compared.`); // prettier-ignore
    await this.store.want(id, 'switch', { evenIfDifferent, ...(await this.takenOver()) });
  }

  /** What nobody does is given to whom this desk stands for. */
  private async takenOver(): Promise<{ runner?: Rebuild['runner'] }> {
    return (await this.store.isBeingDone()) ? {} : { runner: this.options.runner };
  }

  /** Says of one that nobody does why it stands. */
  private async asItStands(rebuild: Rebuild): Promise<Rebuild> {
    if (rebuild.endedAt !== null || !busy.includes(rebuild.state)) return rebuild;
    if ((this.options.clock ?? Date.now)() - rebuild.updatedAt < startMs[rebuild.runner]) return rebuild;
    if (await this.store.isBeingDone()) return rebuild;
    if (rebuild.runner === 'service')
      return { ...rebuild, perSecond: null, problem: rebuild.problem ?? 'The scoring service, which does it, is not at it: it goes on as soon as that is back.' }; // prettier-ignore
    return { ...rebuild, state: 'paused', perSecond: null, problem: rebuild.problem ?? 'The command that did it was ended; it can be resumed.' }; // prettier-ignore
  }

  private async unended(id: number): Promise<Rebuild> {
    const rebuild = await this.byId(id);
    if (!rebuild) throw new RebuildRefused(`There is no rebuild ${id}.`);
    if (rebuild.endedAt !== null) throw new RebuildRefused(`Rebuild ${id} has ended: ${rebuild.state}.`);
    return rebuild;
  }
}

/** Whoever was just asked needs a moment to begin; a service that was killed is started again first. */
const startMs = { command: 5_000, service: 15_000 };
