import { dayOf, type Day, offsetAt } from '@tq/sessions/core';

const msPerDay = 86_400_000;

/** The first instant of a calendar day in a zone, epoch ms. */
export function startOfDay(day: Day, timeZone: string): number {
  const label = day * msPerDay;
  // Two looks: the offset that holds around midnight may differ from the one of the same UTC time.
  let at = label - offsetAt(label, timeZone);
  at = label - offsetAt(at, timeZone);
  // Where midnight is skipped by a clock change, the day begins with the first instant that bears its date.
  while (dayOf(at, timeZone) < day) at += 60_000;
  return at;
}
