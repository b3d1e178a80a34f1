import { DAY, dayText } from './calendar';
import { oddsOn } from './habits';
import type { Platform } from './platform';
import { tutorsOf, type Tutor } from './tutor';

/** The true rates of a tutor: what the contract's rates of §2 come to in the long run. */
export interface TrueRates {
  readonly reschedules: number;
  readonly noShows: number;
  readonly cancellations: number;
}

/** From where on a true rate puts students at risk: the limits of rule set 1. */
export const limits: TrueRates = { reschedules: 0.15, noShows: 0.05, cancellations: 0.15 };

/** A tutor is at risk too when one of the rates will be over its limit within so many days: that is what warning ahead means. */
export const daysAhead = 14;

/**
 * The true rates on a civil day: the odds of each weekday, weighed by the tutor's weekly lessons. Weeks of illness,
 * which are excused and pass, and holidays are not part of a tutor's habits.
 */
export function trueRatesOn(tutor: Tutor, day: number): TrueRates {
  const { ill: _, ...habits } = tutor.habits;
  const monday = day - ((((day + 3) % 7) + 7) % 7);
  const odds = tutor.slots.map(({ weekday }) => oddsOn(habits, monday + weekday - 1));
  const mean = (value: (odd: (typeof odds)[number]) => number): number =>
    odds.reduce((sum, odd) => sum + value(odd), 0) / odds.length;
  return {
    reschedules: mean(({ moves, excused }) => moves * (1 - excused)),
    noShows: mean((odd) => odd.noShows),
    cancellations: mean((odd) => odd.cancels),
  };
}

const causes = ['reschedules', 'noShows', 'cancellations'] as const;
export type Cause = (typeof causes)[number];

/** Why the tutor is truly at risk on this day: a true rate is over its limit, or will be within 14 days. Empty: not at risk. */
export function riskOn(tutor: Tutor, day: number): Cause[] {
  if (tutor.registeredAt >= (day + 1) * DAY || (tutor.departsAt ?? Infinity) < (day + 1) * DAY) return [];
  const days = [day, day + daysAhead / 2, day + daysAhead].map((then) => trueRatesOn(tutor, then));
  return causes.filter((cause) => days.some((rates) => rates[cause] > limits[cause]));
}

/** The hidden truth of a platform over some days, one entry for each tutor and one for each week of it. */
export function truthOf(platform: Platform, fromDay: number, toDay: number) {
  const tutors = tutorsOf(platform).map((tutor) => {
    const weeks = [];
    for (let day = fromDay; day <= toDay; day += 7)
      weeks.push({ day: dayText(day), ...trueRatesOn(tutor, day), atRisk: riskOn(tutor, day) });
    return {
      tutorId: tutor.id,
      name: tutor.name,
      habits: tutor.habits,
      registeredAt: textOf(tutor.registeredAt),
      departsAt: textOf(tutor.departsAt),
      weeks,
    };
  });
  return { platform: { ...platform, origin: textOf(platform.origin) }, limits, daysAhead, tutors };
}

const textOf = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());
