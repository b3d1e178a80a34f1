import type { Reading, RiskLevel, RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import { enoughToJudge, signals, type Evidence } from '@tq/signals/core';

type Judged = Pick<Reading, 'signal' | 'level'>;

/** The risk level: too little to judge, else the worst of the readings on which the rule set rests. */
export function riskLevelOf(windows: Windows, readings: readonly Judged[], rules: RuleSet): RiskLevel {
  if (!enoughToJudge(windows, rules)) return 'insufficient-data';
  const levels = readings.filter(({ signal }) => informsLevel.has(signal)).map(({ level }) => level);
  if (levels.includes('high')) return 'high';
  return levels.includes('watch') ? 'watch' : 'ok';
}

const informsLevel = new Set(signals.filter(({ countsTowardsLevel }) => countsTowardsLevel).map(({ name }) => name));

/** Whether a person should step in now: high and at least likely, or high by no-shows. The other high ones are early signals. */
export function needsYouOf(level: RiskLevel, { grade }: Evidence, readings: readonly Judged[]): boolean {
  if (level !== 'high') return false;
  const byNoShows = readings.some((reading) => reading.signal === 'no-shows' && reading.level === 'high');
  return byNoShows || grade === 'likely' || grade === 'confirmed';
}
