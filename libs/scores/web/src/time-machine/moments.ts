const day = 86_400_000;

/** The calendar day so many days ago, in UTC, as `YYYY-MM-DD`. */
export function daysAgo(days: number, now = Date.now()): string {
  return new Date(now - days * day).toISOString().slice(0, 10);
}

/** The value of a `datetime-local` field, in the reader's time zone, as RFC 3339; null where it is none. */
export function momentFrom(value: string): string | null {
  const at = new Date(value).getTime();
  return value === '' || Number.isNaN(at) ? null : new Date(at).toISOString();
}
