import { standardRuleSet, type ScoreCard, type TutoringEvent } from '@tq/events';
import { assess, priorOf } from '@tq/scores/core';
import { windowOf, windowsOf, type DayCounts } from '@tq/sessions/core';
import { DAY } from '../platform/calendar';
import type { Platform, Telling } from '../platform/platform';
import { platformStream } from '../platform/stream';
import { limits, riskOn, trueRatesOn, type Cause } from '../platform/truth';
import { tutorsOf, type Tutor } from '../platform/tutor';
import { daysKnown } from './days-known';

/** What was said of one tutor at the end of one day, beside the hidden truth. */
export interface Judgement {
  readonly tutor: Tutor;
  readonly day: number;
  /** Why the tutor is truly at risk; empty: not at risk. */
  readonly truth: readonly Cause[];
  /** A true rate is over its limit today already; else it will be within 14 days. */
  readonly isOverNow: boolean;
  readonly card: ScoreCard;
}

/** Days from 35 on, when the first windows are full: one a week. */
const firstAsOf = 35;

/**
 * Plays a platform and judges every tutor who teaches on it once a week, with what was known at the end of that day.
 * In memory, with the code that the services run: sessions/core and scores/core.
 * @param days how long the platform is observed
 */
export function judgementsOf(platform: Platform, days: number): Judgement[] {
  const firstDay = Math.floor(platform.origin / DAY);
  const asOfs = Array.from(
    { length: Math.floor((days - firstAsOf) / 7) + 1 },
    (_, week) => firstDay + firstAsOf + 7 * week,
  );
  const tutors = tutorsOf(platform).map((tutor) => ({ tutor, days: daysByAsOf(platform, tutor, asOfs) }));
  return asOfs.flatMap((day, index) =>
    judge(
      tutors.map((one) => ({ ...one, days: one.days[index] ?? new Map<number, DayCounts>() })),
      day,
    ),
  );
}

function daysByAsOf(platform: Platform, tutor: Tutor, asOfs: readonly number[]): Map<number, DayCounts>[] {
  const told: Telling<TutoringEvent>[] = platformStream(platform, [tutor]).until(((asOfs.at(-1) ?? 0) + 1) * DAY);
  return asOfs.map((day) => daysKnown(told, (day + 1) * DAY));
}

function judge(tutors: readonly { tutor: Tutor; days: Map<number, DayCounts> }[], day: number): Judgement[] {
  const prior = priorOf(tutors.map(({ days }) => windowOf(days, day - 1, 90)));
  return tutors
    .filter(({ tutor }) => tutor.registeredAt < (day + 1) * DAY && (tutor.departsAt ?? Infinity) >= (day + 1) * DAY)
    .map(({ tutor, days }) => {
      const windows = windowsOf(days, day);
      const card = assess({
        tutorId: tutor.id,
        name: tutor.name,
        departedAt: null,
        asOf: day,
        windows,
        prior,
        rules: standardRuleSet,
      });
      const rates = trueRatesOn(tutor, day);
      const isOverNow = (Object.keys(limits) as Cause[]).some((cause) => rates[cause] > limits[cause]);
      return { tutor, day, truth: riskOn(tutor, day), isOverNow, card };
    });
}
