import type { ScoreCard } from '@tq/events';
import { likelySpan, percentSpan, plural } from '@tq/signals/core';
import { percent } from './words';

/** One line of the table of rates, in words. */
export type RateLine = Readonly<{
  window: string;
  count: string;
  rate: string;
  /** Where the true rate probably lies; empty where it cannot be said. */
  likely: string;
  change: string;
}>;

const windows = [7, 30, 90] as const;

/** How often the tutor moved sessions, over 7, 30 and 90 days, beside what it was before. */
export function rescheduleLines(card: ScoreCard, before: ScoreCard | null): RateLine[] {
  return windows.map((days) => {
    const now = card.windows[days];
    return {
      window: `${days} days`,
      count: `${now.tutorMoved} of ${now.counted}`,
      rate: now.rescheduleRate === null ? '–' : percent(now.rescheduleRate),
      likely: now.counted === 0 ? '' : percentSpan(likelySpan(now.tutorMoved, now.counted)),
      change: changeOf(before?.windows[days].rescheduleRate, now.rescheduleRate),
    };
  });
}

/** No-shows and cancellations of 30 days, one sentence each. */
export function promiseLines(card: ScoreCard): { label: string; value: string }[] {
  const { held, missed, tutorCancelled, noShowRate, cancellationRate } = card.windows['30'];
  return [
    {
      label: 'No-shows',
      value: noShowRate === null ? 'none due' : `${missed} of ${held + missed} (${percent(noShowRate)})`,
    },
    {
      label: 'Called off',
      value:
        cancellationRate === null
          ? 'none due'
          : `${tutorCancelled} of ${held + missed + tutorCancelled} (${percent(cancellationRate)})`,
    },
  ];
}

/** "↑ 4 points", "↓ 1 point", "same", "new" */
function changeOf(before: number | null | undefined, now: number | null): string {
  if (now === null) return '';
  if (before === null || before === undefined) return 'new';
  const points = Math.round((now - before) * 100);
  if (points === 0) return 'same';
  return `${points > 0 ? '↑' : '↓'} ${plural(Math.abs(points), 'pt')}`;
}
