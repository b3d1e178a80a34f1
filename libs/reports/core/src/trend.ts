import { shortDay } from './clock';
import type { EndedSession } from './score-data';
import { percent } from './words';

export type TrendView = Readonly<{
  values: (number | null)[];
  limit: number;
  ticks: string[];
  /** What the picture shows, with its numbers. */
  summary: string;
}>;

/** The 30-day reschedule rate of the last 90 days as a picture and as a sentence; null with nothing to draw. */
export function trendView(trend: EndedSession['trend'], limit: number): TrendView | null {
  const known = trend.filter((point): point is { day: string; rate: number } => point.rate !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return null;
  const highest = known.reduce((most, point) => (point.rate > most.rate ? point : most));
  const over = known.filter((point) => point.rate > limit).length;
  const third = (trend.length - 1) / 3;
  return {
    values: trend.map((point) => point.rate),
    limit,
    ticks: [0, 1, 2, 3].map((index) => shortDay(trend[Math.round(third * index)]?.day ?? last.day)),
    summary:
      `Reschedule rate over 30 days: ${percent(first.rate)} on ${shortDay(first.day)}, ${percent(last.rate)} on ${shortDay(last.day)}; ` +
      `highest ${percent(highest.rate)} on ${shortDay(highest.day)}; over the limit of ${percent(limit)} on ${over} of ${known.length} days.`,
  };
}
