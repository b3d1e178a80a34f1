import type { TutorDetail } from '@tq/platform/web';

type Reading = Pick<TutorDetail, 'score' | 'parts'>;

/** What one part of the score did between two readings, in points. */
export interface PartChange {
  readonly part: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  /** The sentences of both readings. */
  readonly was: string;
  readonly is: string;
}

/**
 * The parts of a score between two readings. The score is 100 and its parts, whole points each, so that their changes
 * come to the change of the score exactly.
 * @returns every part that changed, the greatest change first, and what they come to
 */
export function scoreChange(before: Reading, after: Reading): { parts: PartChange[]; sum: number } {
  const names = [...new Set([...before.parts, ...after.parts].map(({ part }) => part))];
  const parts = names
    .map((name) => {
      const was = before.parts.find(({ part }) => part === name);
      const is = after.parts.find(({ part }) => part === name);
      const [a, b] = [was?.points ?? 0, is?.points ?? 0];
      return { part: name, before: a, after: b, change: b - a, was: was?.because ?? '', is: is?.because ?? '' };
    })
    .filter(({ change }) => change !== 0)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  return { parts, sum: parts.reduce((sum, { change }) => sum + change, 0) };
}

/** A difference with its sign, a true minus: "+3", "−12", "0". */
export function signed(value: number): string {
  return value === 0 ? '0' : `${value < 0 ? '−' : '+'}${Math.abs(value)}`;
}
