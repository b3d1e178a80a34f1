import type { Standing } from './score-data';

/** What happened to a tutor's flag: a level of high or watch, or being among those who need somebody. */
export type FlagChange = 'raised' | 'changed' | 'cleared' | 'none';

const rank = { 'insufficient-data': 0, ok: 0, watch: 1, high: 2 } as const;
const heightOf = (standing: Standing | null): number =>
  standing === null ? 0 : rank[standing.riskLevel] + (standing.needsYou ? 1 : 0);

/** Compares two standings of one tutor; null = not known before. */
export function flagChange(before: Standing | null, after: Standing): FlagChange {
  const [was, is] = [heightOf(before), heightOf(after)];
  if (was === is) return 'none';
  if (is === 0) return 'cleared';
  return is > was && after.riskLevel === 'high' ? 'raised' : 'changed';
}
