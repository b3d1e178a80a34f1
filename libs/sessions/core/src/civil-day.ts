import { offsetAt } from './time-zone-offset';

const MS_PER_DAY = 86_400_000;

/** A calendar day, as the number of civil days since 1970-01-01 (0). No time zone: a label, not an instant. */
export type Day = number;

/**
 * The calendar day on which an instant falls.
 * @param instant epoch milliseconds
 * @param timeZone IANA name; a RangeError is thrown for any other text
 */
export function dayOf(instant: number, timeZone: string): Day {
  return Math.floor((instant + offsetAt(instant, timeZone)) / MS_PER_DAY);
}

/** `YYYY-MM-DD` of a day. */
export function dayText(day: Day): string {
  return new Date(day * MS_PER_DAY).toISOString().replace(/T.*$/, '');
}

/** The day of `YYYY-MM-DD`; a RangeError is thrown for anything else, 30 February included. */
export function dayFromText(text: string): Day {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) / MS_PER_DAY : NaN;
  if (!Number.isInteger(day) || dayText(day) !== text) throw new RangeError(`Not a day (YYYY-MM-DD): ${text}`);
  return day;
}

/** 1 (Monday) to 7 (Sunday). */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
