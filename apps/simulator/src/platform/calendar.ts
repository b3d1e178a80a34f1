/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** ISO weekday of a civil day (days since 1970-01-01, a Thursday): Monday 1 … Sunday 7. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** `YYYY-MM-DD` of a civil day. */
export const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function offsetAt(zone: string, instant: number): number {
  let format = formats.get(zone);
  if (!format) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    formats.set(zone, (format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields })));
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const local = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute']);
  return local - Math.floor(instant / MINUTE) * MINUTE;
}

/**
 * The instant (epoch ms) of a wall clock time. Right for every hour after 03:00, which is when clocks are changed:
 * nobody here teaches at night.
 * @param day civil day in that zone
 * @param minutes after midnight
 */
export function instantOfLocal(zone: string, day: number, minutes: number): number {
  let ofZone = offsets.get(zone);
  if (!ofZone) offsets.set(zone, (ofZone = new Map<number, number>()));
  let offset = ofZone.get(day);
  if (offset === undefined) {
    const noon = day * DAY + 12 * HOUR;
    ofZone.set(day, (offset = offsetAt(zone, noon - offsetAt(zone, noon))));
  }
  return day * DAY + minutes * MINUTE - offset;
}

/** A time in which families are away: what share of the lessons is not even scheduled. */
export interface Holiday {
  readonly name: string;
  readonly skipped: number;
}

/** The holiday of a civil day, if it is one. */
export function holidayOn(day: number): Holiday | undefined {
  const date = new Date(day * DAY);
  const [month, dayOfMonth, weekday] = [date.getUTCMonth() + 1, date.getUTCDate(), weekdayOf(day)];
  if ((month === 12 && dayOfMonth >= 23) || (month === 1 && dayOfMonth === 1))
    return { name: 'winter break', skipped: 0.6 };
  if (month === 11 && weekday === 4 && dayOfMonth >= 22 && dayOfMonth <= 28)
    return { name: 'Thanksgiving', skipped: 0.55 };
  if (month === 11 && weekday === 5 && dayOfMonth >= 23 && dayOfMonth <= 29)
    return { name: 'Thanksgiving', skipped: 0.4 };
  if (month === 10 && weekday === 1 && dayOfMonth >= 8 && dayOfMonth <= 14)
    return { name: 'autumn holiday', skipped: 0.3 };
  if (month === 9 && weekday === 1 && dayOfMonth <= 7) return { name: 'Labor Day', skipped: 0.4 };
  if (month === 7 && dayOfMonth === 4) return { name: 'Independence Day', skipped: 0.6 };
  if (month === 3 && dayOfMonth >= 10 && dayOfMonth <= 16) return { name: 'spring break', skipped: 0.3 };
  return undefined;
}

const near = new Map<number, boolean>();

/** Is there a holiday within three days? Then tutors travel, and move lessons. */
export function nearHoliday(day: number): boolean {
  let answer = near.get(day);
  if (answer === undefined) near.set(day, (answer = [-3, -2, -1, 0, 1, 2, 3].some((by) => holidayOn(day + by))));
  return answer;
}
