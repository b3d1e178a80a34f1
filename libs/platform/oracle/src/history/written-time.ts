import type { Chance } from './chance';

const offsets = [0, 0, 0, 330, -300, 765, -1_439, 1_439];

/** An instant (epoch milliseconds) in one of the many ways in which RFC 3339 lets it be written. */
export function writtenTime(instant: number, chance: Chance): string {
  const offset = chance.of(offsets);
  const local = new Date(instant + offset * 60_000).toISOString();
  const ms =
    instant % 1000 === 0 && chance.happens(0.7) ? '' : `.${local.slice(20, 23)}${chance.of(['', '', '9', '999999'])}`;
  const [separator, zulu] = chance.of([
    ['T', 'Z'],
    ['T', 'Z'],
    ['t', 'z'],
  ] as const);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  const zone = offset === 0 ? chance.of([zulu, '+00:00', '-00:00']) : `${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
  return `${local.slice(0, 10)}${separator}${local.slice(11, 19)}${ms}${zone}`;
}
