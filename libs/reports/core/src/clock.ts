import { offsetAt } from '@tq/sessions/core';

const minute = 60_000;
const day = 86_400_000;

/** The next :00, :20 or :40 of the recipient's clock, strictly after `now` (epoch ms). */
export function nextRollUp(now: number, timeZone: string): number {
  return nextLocal(now, timeZone, 20 * minute, 0);
}

/** The next 08:00 of the recipient's clock, strictly after `now` (epoch ms). */
export function nextMorning(now: number, timeZone: string): number {
  return nextLocal(now, timeZone, day, 8 * 60 * minute);
}

function nextLocal(now: number, timeZone: string, step: number, shift: number): number {
  const local = now + offsetAt(now, timeZone);
  let next = Math.floor((local - shift) / step) * step + step + shift;
  // Where clocks change in between, the offset of that moment counts; an hour that does not exist is passed by.
  for (;;) {
    const guess = next - offsetAt(now, timeZone);
    const at = next - offsetAt(guess, timeZone);
    if (at > now) return at;
    next += step;
  }
}

/** "Tue 16:00" */
export function dayAndTime(at: number, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.weekday} ${parts.hour}:${parts.minute}`;
}

/** "Tue 24 Nov 16:00" */
export function dateAndTime(at: number, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.hour}:${parts.minute}`;
}

/** "16:00" */
export function timeOfDay(at: number, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.hour}:${parts.minute}`;
}

/** "Tue 24 Nov" */
export function dateOf(at: number, timeZone: string): string {
  const parts = partsOf(at, timeZone);
  return `${parts.weekday} ${parts.day} ${parts.month}`;
}

/** "24 Nov", of a civil day `YYYY-MM-DD`. */
export function shortDay(civilDay: string): string {
  const parts = partsOf(Date.parse(`${civilDay}T12:00:00Z`), 'UTC');
  return `${parts.day} ${parts.month}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, timeZone: string): Record<'weekday' | 'day' | 'month' | 'hour' | 'minute', string> {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    weekday: part(parts, 'weekday'),
    day: part(parts, 'day'),
    month: part(parts, 'month').slice(0, 3),
    hour: part(parts, 'hour'),
    minute: part(parts, 'minute'),
  };
}

const part = (parts: Record<string, string>, name: string): string => parts[name] ?? '';
