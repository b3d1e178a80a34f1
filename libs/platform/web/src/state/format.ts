const none = '–';
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const instant = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const weekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const whole = new Intl.NumberFormat('en-GB');

/** 0.2857 → "29 %"; a share between 0 and half a percent says so, because 0 % would deny it. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return none;
  if (share > 0 && share < 0.005) return '< 1 %';
  return `${Math.round(share * 100)} %`;
}

/** "14–50 %". */
export function percentRange(range: readonly number[] | null | undefined): string {
  const [low, high] = range ?? [];
  return low === undefined || high === undefined ? none : `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}

/** "6 of 21". */
export function outOf(part: number, of: number): string {
  return `${whole.format(part)} of ${whole.format(of)}`;
}

export function wholeNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? none : whole.format(value);
}

/** `YYYY-MM-DD` → "12 Nov". */
export function dayText(text: string | null | undefined, withYear = false): string {
  if (!text) return none;
  return (withYear ? dayYear : day).format(new Date(`${text.slice(0, 10)}T00:00:00Z`));
}

/** RFC 3339 → "12 Nov, 09:41", in the reader's time zone. */
export function instantText(text: string | number | null | undefined): string {
  return text === null || text === undefined ? none : instant.format(new Date(text));
}

/** RFC 3339 → "Thu 12 Nov, 09:41", in the reader's time zone. */
export function weekdayText(text: string | null | undefined): string {
  return text ? weekday.format(new Date(text)) : none;
}

/** RFC 3339 or epoch ms → "09:41:07", in the reader's time zone. */
export function clockText(text: string | number | null | undefined): string {
  return text === null || text === undefined ? none : clock.format(new Date(text));
}

/** A duration in ms as "14 s", "3 min", "2 h" or "5 days"; never negative. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** A sentence in which no figure is parted from its unit at the end of a line. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%');
}

/** One or many: plural(1, 'tutor') → "1 tutor". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}
