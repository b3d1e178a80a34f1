import type { Reading, RiskLevel } from '@tq/events';
import type { Part } from './score.rule';

const ranks: Record<Reading['level'], number> = { high: 3, watch: 2, ok: 1, unknown: 0 };

/** The one sentence that matters most: of the worst readings the one that costs most; without any, how the sessions are kept. */
export function reasonOf(level: RiskLevel, readings: readonly Reading[], parts: readonly Part[]): string {
  const first = readings[0] as Reading;
  if (level === 'ok' || level === 'insufficient-data') return first.because;
  const cost = ({ signal }: Reading) => parts.find(({ part }) => part === signal)?.points ?? 0;
  return readings.toSorted((a, b) => ranks[b.level] - ranks[a.level] || cost(a) - cost(b))[0]?.because ?? first.because;
}
