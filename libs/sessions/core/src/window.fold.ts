import type { Day } from './civil-day';
import { addCounts, noCounts, type DayCounts } from './day-counts';

/** The lengths of the windows, in days. */
export const windowLengths = [7, 30, 90] as const;
export type WindowLength = (typeof windowLengths)[number];

/** The counts of each window as of one day. */
export type Windows = Readonly<Record<WindowLength, DayCounts>>;

/** The counts of the W calendar days that end with `asOf`. */
export function windowOf(days: ReadonlyMap<Day, DayCounts>, asOf: Day, length: number): DayCounts {
  let sum = noCounts;
  for (const [day, counts] of days) if (day <= asOf && day > asOf - length) sum = addCounts(sum, counts);
  return sum;
}

/** All windows as of a day. */
export function windowsOf(days: ReadonlyMap<Day, DayCounts>, asOf: Day): Windows {
  return { 7: windowOf(days, asOf, 7), 30: windowOf(days, asOf, 30), 90: windowOf(days, asOf, 90) };
}
