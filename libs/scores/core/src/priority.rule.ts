import type { RiskLevel, RuleSet } from '@tq/events';
import type { DayCounts } from '@tq/sessions/core';
import { ratesOf, type Evidence } from '@tq/signals/core';

interface Urgency {
  readonly departed: boolean;
  readonly riskLevel: RiskLevel;
  readonly needsYou: boolean;
  readonly evidence: Evidence;
  /** Counts of the window of the evidence, and of the rules' usual window. */
  readonly judged: DayCounts;
  readonly usual: DayCounts;
  readonly rules: RuleSet;
}

/** Where each group begins; each is 19 wide, so that no tutor of a lower one overtakes, and none is as low as one who left. */
const groups = { needsYou: 80, early: 60, watch: 40, ok: 20, 'insufficient-data': 1 } as const;
const width = 19;

/**
 * Whom to look at first, 0–100: those who need somebody, then early signals, watch, ok, too few sessions; within a
 * group by evidence × exposure × excess. 0 for those who left.
 * - evidence: how surely the reschedule rate exceeds its limit (0–1); no-shows are facts, their evidence is 1
 * - exposure: w / (w + 10) of w sessions a week: how many students are about to meet it
 * - excess: r / (r + 1) of r = rate / limit, ½ at the limit
 */
export function priorityOf(urgency: Urgency): number {
  if (urgency.departed) return 0;
  const byReschedules =
    (urgency.evidence.probability ?? 0) * excess(ratesOf(urgency.judged).rescheduleRate, urgency.rules.rescheduleLimit);
  const byNoShows =
    urgency.usual.missed >= urgency.rules.noShow.minimum
      ? excess(ratesOf(urgency.usual).noShowRate, urgency.rules.noShow.limit)
      : 0;
  const urge = Math.max(byReschedules, byNoShows) * exposure(urgency.usual, urgency.rules.window);
  return groups[groupOf(urgency)] + width * urge;
}

function groupOf({ riskLevel, needsYou }: Urgency): keyof typeof groups {
  if (riskLevel === 'high') return needsYou ? 'needsYou' : 'early';
  return riskLevel;
}

function exposure({ held, missed, tutorCancelled }: DayCounts, days: number): number {
  const aWeek = ((held + missed + tutorCancelled) * 7) / days;
  return aWeek / (aWeek + 10);
}

function excess(rate: number | null, limit: number): number {
  if (rate === null || rate === 0) return 0;
  return limit === 0 ? 1 : rate / (rate + limit);
}
