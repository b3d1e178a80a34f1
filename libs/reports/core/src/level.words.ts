import type { RiskLevel } from '@tq/events';

/** How a level is shown wherever there is no colour: as a shape and a word. */
export const levelWords: Readonly<Record<RiskLevel, { shape: string; word: string }>> = {
  high: { shape: '▲', word: 'High risk' },
  watch: { shape: '◆', word: 'Watch' },
  ok: { shape: '●', word: 'OK' },
  'insufficient-data': { shape: '○', word: 'Too few sessions' },
};

/** "now high risk", "was OK before": the word within a sentence. */
export function levelInSentence(level: RiskLevel): string {
  const { word } = levelWords[level];
  return level === 'ok' ? word : word.toLowerCase();
}

/** "▲ High risk" */
export function levelText(level: RiskLevel): string {
  const { shape, word } = levelWords[level];
  return `${shape} ${word}`;
}
