import type { RiskLevel } from '@tq/events';
import { shortDay } from './clock';
import { flagChange } from './flag.rule';
import { levelInSentence, levelWords } from './level.words';
import type { Standing } from './score-data';
import { fullStop, oneLine } from './words';

/** The bar at the top of a report: how the tutor stands, and what is new about that. */
export type Verdict = Readonly<{ level: RiskLevel; word: string; because: string; change: string }>;

/** @param since first day of the level, `YYYY-MM-DD` */
export function verdictOf(
  before: Standing | null,
  card: Standing & { reason: string },
  since: string | null,
  by: 'this session' | 'this change',
): Verdict {
  return {
    level: card.riskLevel,
    word: wordOf(card),
    because: fullStop(oneLine(card.reason, 240)),
    change: changeWords(before, card, since, by),
  };
}

/** Not every high is equally sure: the early ones say so. */
function wordOf({ riskLevel, needsYou }: Standing): string {
  const { word } = levelWords[riskLevel];
  return riskLevel === 'high' && !needsYou ? `${word}, early signal` : word;
}

function changeWords(before: Standing | null, card: Standing, since: string | null, by: string): string {
  if (before !== null && flagChange(before, card) !== 'none') {
    return before.riskLevel === card.riskLevel
      ? `New with ${by}: ${card.needsYou ? 'the evidence is now strong enough to act on' : 'the evidence is weaker again'}.`
      : `New with ${by}: was ${levelInSentence(before.riskLevel)} before.`;
  }
  if (card.riskLevel === 'insufficient-data') return 'Too few sessions to judge yet.';
  return since === null ? `No change with ${by}.` : `No change with ${by}; so since ${shortDay(since)}.`;
}
