import { weekdayOf } from './calendar';
import type { Chance } from './chance';

/**
 * How a tutor really behaves: the hidden truth, never sent. Probabilities are for one lesson; days are civil days.
 * `kind` is only a name for people; what happens follows from the numbers.
 */
export interface Habits {
  readonly kind: 'steady' | 'chronic' | 'weekday' | 'decliner' | 'improver' | 'illness' | 'no-shows' | 'canceller';
  /** That the tutor moves a lesson. */
  readonly moves: number;
  /** From this day on the probability walks to `moves` within `over` days, and back from day `ends` on. */
  readonly change?: { readonly from: number; readonly over: number; readonly moves: number; readonly ends: number };
  /** One weekday (1–7) on which this tutor moves far more. */
  readonly weekday?: { readonly weekday: number; readonly moves: number };
  /** Weeks of illness: most lessons are moved, nearly all of them excused. */
  readonly ill?: { readonly from: number; readonly to: number };
  readonly noShows: number;
  readonly cancels: number;
}

/** Which habits there are and how many tutors of a hundred have them; about ten are truly at risk at any time. */
const shares = [
  ['steady', 75.5], ['chronic', 5.5], ['weekday', 3.5], ['decliner', 4], ['improver', 1.5], ['illness', 7.5], ['no-shows', 1.8], ['canceller', 0.7],
] as const; // prettier-ignore

/** Draws a tutor's habits. @param firstDay civil day on which the platform, or the tutor on it, begins */
export function drawHabits(chance: Chance, firstDay: number): Habits {
  const kind = chance.weighted(shares);
  const careful = {
    kind,
    moves: chance.rate(0.045, 0.55, 0.12),
    noShows: chance.rate(0.004, 0.6, 0.015),
    cancels: chance.rate(0.008, 0.6, 0.04),
  };
  switch (kind) {
    case 'steady':
      return careful;
    case 'chronic':
      return {
        ...careful,
        moves: 0.17 + 0.25 * Math.min(chance.next(), chance.next()),
        noShows: careful.noShows * 1.5,
      };
    case 'weekday':
      return { ...careful, weekday: { weekday: chance.weighted([[5, 4], [1, 2], [6, 2], [3, 1], [7, 1]]), moves: chance.between(0.55, 0.9) } }; // prettier-ignore
    case 'decliner': {
      const from = firstDay + chance.whole(-20, 170);
      return {
        ...careful,
        change: {
          from,
          over: chance.whole(18, 35),
          moves: chance.between(0.24, 0.48),
          ends: from + chance.whole(60, 130),
        },
      };
    }
    case 'improver': {
      const from = firstDay + chance.whole(10, 150);
      return {
        ...careful,
        moves: chance.between(0.2, 0.35),
        change: { from, over: 21, moves: careful.moves, ends: Infinity },
      };
    }
    case 'illness': {
      const from = firstDay + chance.whole(0, 180);
      return { ...careful, ill: { from, to: from + chance.whole(4, 12) } };
    }
    case 'no-shows':
      return { ...careful, moves: careful.moves * 1.3, noShows: chance.between(0.065, 0.14) };
    case 'canceller':
      return { ...careful, cancels: chance.between(0.18, 0.3) };
  }
}

/** Probabilities for a lesson on a civil day. `excused`: share of the tutor's moves that the platform excuses. */
export interface Odds {
  readonly moves: number;
  readonly excused: number;
  readonly noShows: number;
  readonly cancels: number;
  readonly ill: boolean;
}

/** What holds for a lesson planned for a day. */
export function oddsOn(habits: Habits, day: number): Odds {
  const { noShows, cancels } = habits;
  if (habits.ill && day >= habits.ill.from && day <= habits.ill.to)
    return { moves: 0.7, excused: 0.9, noShows, cancels, ill: true };
  return { moves: movesOn(habits, day), excused: 0.03, noShows, cancels, ill: false };
}

function movesOn({ moves, change, weekday }: Habits, day: number): number {
  if (weekday && weekdayOf(day) === weekday.weekday) return weekday.moves;
  if (!change) return moves;
  const there = Math.min(1, Math.max(0, (day - change.from) / change.over));
  const back = Math.min(1, Math.max(0, (day - change.ends) / change.over));
  return moves + (change.moves - moves) * (there - back);
}
