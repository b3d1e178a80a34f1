import { Inject, Injectable } from '@nestjs/common';
import { LiveReadings } from './live-readings';
import type { LevelChange, LevelCounts, Overview } from './overview.dto';
import type { TutorItem } from './tutor-item.dto';

const mostChanges = 100;

/** How many tutors stand where today, and what changed since the end of yesterday. */
@Injectable()
export class Changes {
  constructor(@Inject(LiveReadings) private readonly live: LiveReadings) {}

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
      ruleSetVersion: snapshot.ruleSetVersion,
      timeZone: projection.timeZone,
    };
  }

  private changeOf(item: TutorItem): LevelChange[] {
    const before = this.live.dayBefore(item.tutorId);
    if (before === null) return []; // Not worked out yet: a change that may be none is not shown.
    if (before === undefined && !item.needsYou) return [];
    if (before?.riskLevel === item.riskLevel && before.needsYou === item.needsYou) return [];
    return [
      {
        tutorId: item.tutorId,
        name: item.name,
        from: before?.riskLevel ?? null,
        to: item.riskLevel,
        neededYou: before?.needsYou ?? false,
        needsYou: item.needsYou,
        reason: item.reason,
      },
    ];
  }
}

function countsOf(items: readonly TutorItem[]): LevelCounts {
  const counts: LevelCounts = { high: 0, watch: 0, ok: 0, 'insufficient-data': 0, needsYou: 0, earlySignals: 0 };
  for (const { riskLevel, needsYou } of items) {
    counts[riskLevel]++;
    if (needsYou) counts.needsYou++;
    else if (riskLevel === 'high') counts.earlySignals++;
  }
  return counts;
}
