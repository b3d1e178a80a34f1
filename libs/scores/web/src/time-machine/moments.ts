const day = 86_400_000;

/** The calendar day so many days ago, in UTC, as `YYYY-MM-DD`. */
export function daysAgo(days: number, now = Date.now()): string {
  return new Date(now - days * day).toISOString().slice(0, 10);
}
