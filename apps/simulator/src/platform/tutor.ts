import { Chance } from './chance';
import { DAY, HOUR, weekdayOf } from './calendar';
import { drawHabits, type Habits } from './habits';
import { familyNames, givenNames, lessonSubjects, timeZones } from './names';
import type { Platform } from './platform';

/** An hour of the week at which a tutor teaches, in the tutor's own time zone. */
export interface Slot {
  /** Monday 1 … Sunday 7. */
  readonly weekday: number;
  readonly hour: number;
}

/** A made-up tutor, with what the platform shows and what it hides (`habits`, `quality`). */
export interface Tutor {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly lessonSubjects: readonly string[];
  /** Epoch ms; after the platform's origin for newcomers. */
  readonly registeredAt: number;
  readonly isNewcomer: boolean;
  /** Epoch ms, or null for one who stays. */
  readonly departsAt: number | null;
  readonly departureReason: 'voluntary' | 'removed' | 'seasonal' | 'other';
  readonly slots: readonly Slot[];
  /** A lesson of each slot every so many weeks: each week, but on platforms with fewer lessons a week than tutors. */
  readonly everyWeeks: number;
  /** At how many minutes past the hour lessons begin: spread over the tutors, so that a live stream never pauses for an hour. */
  readonly startMinute: number;
  /** Mean rating, 1–5. */
  readonly quality: number;
  readonly habits: Habits;
}

/** Share of a tutor's slots without a lesson in a normal week: between two students, newcomers and leavers, holidays. */
const idleShare = 0.1;

/** The tutor with this index, 0 … tutors − 1. */
export function tutorOf(platform: Platform, index: number): Tutor {
  const chance = new Chance(platform.seed, 'tutor', index);
  const [given, family] = [chance.pick(givenNames), chance.pick(familyNames)];
  const number = index + 1;
  const id = platform.seed === 1 ? `tutor-${number}` : `tutor-${platform.seed}-${number}`;
  const isNewcomer = chance.happens(0.07);
  const registeredAt = Math.floor(
    platform.origin + (isNewcomer ? chance.between(5, 150) : -chance.between(10, 700)) * DAY,
  );
  const firstDay = Math.floor((isNewcomer ? registeredAt : platform.origin) / DAY);
  const leaves = chance.happens(0.12);
  const departsAt = Math.floor(Math.max(platform.origin, registeredAt) + chance.between(10, 190) * DAY + HOUR);
  const first = chance.whole(0, lessonSubjects.length - 1);
  return {
    id,
    name: `${given} ${family}`,
    email: `${given}.${family}.${number}@tutors.example`.toLowerCase(),
    timeZone: chance.weighted(timeZones),
    lessonSubjects: lessonSubjects.slice(first, first + chance.whole(1, 3)),
    registeredAt,
    isNewcomer,
    departsAt: leaves ? departsAt : null,
    departureReason: chance.weighted([['voluntary', 6], ['seasonal', 2], ['removed', 1], ['other', 1]]), // prettier-ignore
    ...drawSlots(chance, (platform.perDay * 7) / platform.tutors / (1 - idleShare)),
    startMinute: (number % 12) * 5,
    quality: Math.min(4.95, 4.55 + 0.25 * chance.normal()),
    habits: drawHabits(chance, firstDay),
  };
}

/** All of a platform's tutors, those who will come included. */
export const tutorsOf = (platform: Platform): Tutor[] =>
  Array.from({ length: platform.tutors }, (_, index) => tutorOf(platform, index));

/**
 * Weekly hours: after school on weekdays, the whole day at weekends, other hours rarely.
 * @param mean lessons of a tutor in a week
 */
function drawSlots(chance: Chance, mean: number): Pick<Tutor, 'slots' | 'everyWeeks'> {
  const grid: (readonly [slot: Slot, weight: number])[] = [];
  for (let weekday = 1; weekday <= 7; weekday++)
    for (let hour = 7; hour <= 21; hour++) {
      const isWeekend = weekday >= 6;
      const busy = isWeekend ? hour >= 9 && hour <= 17 : hour >= 15 && hour <= 20;
      grid.push([{ weekday, hour }, busy ? (isWeekend ? 0.7 : 1) : 0.04]);
    }
  const perWeek = mean * Math.exp(0.5 * chance.normal() - 0.125);
  const wanted = Math.max(1, Math.min(100, Math.round(perWeek)));
  // Efraimidis and Spirakis (2006): the largest of u^(1/weight) are a weighted sample without replacement.
  const slots = grid
    .map(([slot, weight]) => ({ slot, key: Math.pow(chance.next(), 1 / weight) }))
    .sort((a, b) => b.key - a.key)
    .slice(0, wanted)
    .map(({ slot }) => slot);
  return { slots, everyWeeks: mean < 1 ? Math.max(1, Math.round(1 / perWeek)) : 1 };
}

/** Is this hour of this civil day free of the tutor's slots? */
export const isFree = (tutor: Tutor, day: number, hour: number): boolean =>
  !tutor.slots.some((slot) => slot.weekday === weekdayOf(day) && slot.hour === hour);
