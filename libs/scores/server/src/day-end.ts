import { dayOf, type Day } from '@tq/sessions/core';

const dayMs = 86_400_000;

/** The instant at which a day of a zone is over, in epoch milliseconds. */
export function endOfDay(day: Day, timeZone: string): number {
  let inside = day * dayMs - dayMs;
  let beyond = (day + 2) * dayMs;
  while (beyond - inside > 1) {
    const middle = Math.floor((inside + beyond) / 2);
    if (dayOf(middle, timeZone) > day) beyond = middle;
    else inside = middle;
  }
  return beyond;
}
