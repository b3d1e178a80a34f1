import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import type { Rebuild } from '../rebuild';
import { RebuildDesk } from '../rebuild-desk';
import { RebuildRefused } from '../rebuild-store';
import { secondsLeft } from '../rate';
import type { Version } from '../versions';
import type { BeginCommand, ComparisonItem, RebuildItem, RebuildList, VersionItem } from './rebuild.dto';

export const FOLD_VERSION = Symbol('what the fold of this build makes');

/** Rebuilds as the API shows and takes them; scoring does them. */
@Injectable()
export class Rebuilds {
  private readonly desk: RebuildDesk;

  constructor(
    @Inject(ReadDatabase) private readonly database: ReadDatabase,
    @Inject(FOLD_VERSION) foldVersion: number,
  ) {
    this.desk = new RebuildDesk({ pool: database.pool, runner: 'service', foldVersion });
  }

  async list(): Promise<RebuildList> {
    await this.database.projection();
    const { active, previous, current, past } = await this.desk.overview();
    return {
      active: versionItem(active),
      previous: previous && versionItem(previous),
      current: current && rebuildItem(current),
      past: past.map(rebuildItem),
    };
  }

  async begin(command: BeginCommand, by: string): Promise<RebuildItem> {
    return rebuildItem(await orConflict(this.desk.begin(by, command)));
  }

  async back(by: string): Promise<RebuildItem> {
    return rebuildItem(await orConflict(this.desk.back(by)));
  }

  /** @throws ProblemError 404 for an unknown one, 409 where it is not in a state for that */
  async change(id: number, command: (desk: RebuildDesk) => Promise<void>): Promise<RebuildItem> {
    if ((await this.desk.byId(id)) === null) throw new ProblemError(404, { detail: `There is no rebuild ${id}.` });
    await orConflict(command(this.desk));
    return rebuildItem((await this.desk.byId(id))!);
  }
}

async function orConflict<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RebuildRefused) throw new ProblemError(409, { detail: error.message });
    throw error;
  }
}

const text = (at: number): string => new Date(at).toISOString();
const textOrNull = (at: number | null): string | null => (at === null ? null : text(at));

function versionItem({ version, timeZone, foldVersion, since }: Version): VersionItem {
  return { version, timeZone, foldVersion, since: textOrNull(since) };
}

function rebuildItem(rebuild: Rebuild): RebuildItem {
  const { id, kind, state, requestedBy, fromVersion, toVersion, timeZone, folded, total, perSecond, problem, dryRun } =
    rebuild;
  const isGoing = state === 'folding' || state === 'comparing';
  return {
    id,
    kind,
    state,
    requestedBy,
    requestedAt: text(rebuild.requestedAt),
    fromVersion,
    toVersion,
    timeZone,
    folded,
    total,
    perSecond: isGoing ? perSecond : null,
    secondsLeft: isGoing ? secondsLeft(folded, total, perSecond) : null,
    problem,
    dryRun,
    endedAt: textOrNull(rebuild.endedAt),
    comparison: rebuild.comparison as ComparisonItem | null,
  };
}
