import { Inject, Injectable } from '@nestjs/common';
import { dayFromText, dayText } from '@tq/sessions/core';
import { differing } from './comparisons';
import { LiveReadings } from './live-readings';
import type { LevelChange, LevelCounts, Overview } from './overview.dto';
import type { RankedTutor } from './snapshot';
import { Snapshots } from './snapshots';
import type { TutorItem } from './tutor-item.dto';
import type { AsOfQuery } from './tutor-query.dto';

const mostChanges = 100;

/** How many tutors stand where, and what changed since the end of the day before. */
@Injectable()
export class Changes {
  constructor(
    @Inject(LiveReadings) private readonly live: LiveReadings,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
  ) {}

  /** As of a day, as known at a moment, under other rules. @throws ProblemError 400, 503 as the lists do */
  async of(query: AsOfQuery): Promise<Omit<Overview, 'today' | 'freshness'>> {
    const { snapshot, knownAt, shown } = await this.snapshots.of(query);
    const dayBefore = dayText(dayFromText(snapshot.asOf) - 1);
    const before = (await this.snapshots.of({ ...query, asOf: dayBefore })).snapshot;
    const changed = differing(before, snapshot).flatMap(({ tutorId }) => {
      const [was, is] = [before.byId.get(tutorId), snapshot.byId.get(tutorId)];
      return is && isNews(was, is) ? [{ was, is }] : [];
    });
    const urgent = changed.toSorted((a, b) => b.is.priority - a.is.priority).slice(0, mostChanges);
    const items = await shown(
      urgent.map(({ is }) => is),
      false,
    );
    return {
      counts: countsOf(snapshot.items),
      newSinceYesterday: changed.filter(({ was, is }) => is.needsYou && !was?.needsYou).length,
      changes: items.map((item, i) => changeOf(item, urgent[i]?.was)),
      asOf: snapshot.asOf,
      knownAt,
      ruleSetVersion: snapshot.ruleSetVersion,
      timeZone: this.live.current.projection.timeZone,
    };
  }

  today(): Omit<Overview, 'today' | 'freshness'> {
    const { snapshot, projection } = this.live.current;
    const changes = snapshot.items.flatMap((item) => this.changeOf(item));
    const byPriority = (a: LevelChange, b: LevelChange): number => priorityOf(b) - priorityOf(a);
    const priorityOf = ({ tutorId }: LevelChange): number => snapshot.byId.get(tutorId)?.priority ?? 0;
    return {
      counts: countsOf(snapshot.items),
      newSinceYesterday: this.live.isComplete
        ? snapshot.items.filter(({ newSinceYesterday }) => newSinceYesterday).length
        : null,
      changes: changes.toSorted(byPriority).slice(0, mostChanges),
      asOf: snapshot.asOf,
      knownAt: null,
      ruleSetVersion: snapshot.ruleSetVersion,
      timeZone: projection.timeZone,
    };
  }

  private changeOf(item: TutorItem): LevelChange[] {
    const before = this.live.dayBefore(item.tutorId);
    if (before === null) return []; // Not worked out yet: a change that may be none is not shown.
    return isNews(before, item) ? [changeOf(item, before)] : [];
  }
}

type Stood = Pick<TutorItem, 'riskLevel' | 'needsYou'>;

/** Whoever is new is no change, unless somebody has to act. */
function isNews(before: Stood | undefined, now: Stood): boolean {
  if (before === undefined) return now.needsYou;
  return before.riskLevel !== now.riskLevel || before.needsYou !== now.needsYou;
}

function changeOf({ tutorId, name, riskLevel, needsYou, reason }: TutorItem, before: Stood | undefined): LevelChange {
  const from = before?.riskLevel ?? null;
  return { tutorId, name, from, to: riskLevel, neededYou: before?.needsYou ?? false, needsYou, reason };
}

function countsOf(items: readonly RankedTutor[]): LevelCounts {
  const counts: LevelCounts = { high: 0, watch: 0, ok: 0, 'insufficient-data': 0, needsYou: 0, earlySignals: 0 };
  for (const { riskLevel, needsYou } of items) {
    counts[riskLevel]++;
    if (needsYou) counts.needsYou++;
    else if (riskLevel === 'high') counts.earlySignals++;
  }
  return counts;
}
