import { dayText, instantText } from '../state/format';

/** Screens whose figures can be read as of a past day, or as they were known at a past moment. */
export function hasClocks(path: string): boolean {
  return /^\/($|tutors(\/|$)|time-machine(\/|$))/.test(path);
}

/** What is looked at, in words: "12 Oct 2026 with all that is known now", "12 Oct, 09:00 as known then". */
export function pastWords(asOf: string | undefined, knownAt: string | undefined): string {
  if (!knownAt) return asOf ? `${dayText(asOf, true)} with all that is known now` : '';
  return asOf ? `${dayText(asOf, true)} as known on ${instantText(knownAt)}` : `${instantText(knownAt)} as known then`;
}

/** Epoch ms as the value of a `datetime-local` field, in the reader's time zone. */
export function localInput(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The value of a `datetime-local` field, in the reader's time zone, as RFC 3339; undefined where it is none. */
export function instantOfLocal(value: string): string | undefined {
  const at = new Date(value).getTime();
  return value === '' || Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
