import type { TutorChange } from '@tq/platform/web';

export type Figure = TutorChange['figure'];
export const figureNames: Readonly<Record<Figure, string>> = {
  score: 'Score',
  rescheduleRate: 'Reschedule rate',
  noShowRate: 'No-show rate',
  cancellationRate: 'Cancellation rate',
  evidence: 'Chance above the limit',
};

/** A figure of the URL; anything else is the score. */
export function figureFrom(text: string): Figure {
  return text in figureNames ? (text as Figure) : 'score';
}

/** Whether the figure is that of a chosen window. */
export const hasWindow = (figure: Figure): boolean => figure !== 'score' && figure !== 'evidence';

/** A figure as it is shown beside its differences: "74", "28.57 %", "–" where there is nothing to divide by. */
export function figureText(figure: Figure, value: number | null): string {
  if (value === null) return '–';
  return figure === 'score' ? String(value) : `${(Math.round(value * 10_000) / 100).toFixed(2)}\u00a0%`;
}

/** A difference in whole units with its sign, a true minus: "+3", "−2.31", "0". */
export function unitsText(figure: Figure, units: number): string {
  if (units === 0) return '0';
  const amount = Math.abs(units);
  return `${units < 0 ? '−' : '+'}${figure === 'score' ? amount : (amount / 100).toFixed(2)}`;
}

/** In what differences are told. */
export const unitName = (figure: Figure): string => (figure === 'score' ? 'Points' : '% points');
