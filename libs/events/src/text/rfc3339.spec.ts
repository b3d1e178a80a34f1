import fc from 'fast-check';
import { instantOf } from './rfc3339';

const two = (value: number) => String(value).padStart(2, '0');

it.each([
  ['2026-03-02T16:00:00Z', Date.UTC(2026, 2, 2, 16)],
  ['2026-03-02t16:00:00z', Date.UTC(2026, 2, 2, 16)],
  ['2026-03-02T16:00:00.1239Z', Date.UTC(2026, 2, 2, 16, 0, 0, 123)],
  ['2026-03-02T16:00:00.9999999999999Z', Date.UTC(2026, 2, 2, 16, 0, 0, 999)],
  ['2026-03-02T16:00:00.5+05:30', Date.UTC(2026, 2, 2, 10, 30, 0, 500)],
  ['2026-03-02T16:00:00-00:00', Date.UTC(2026, 2, 2, 16)],
  ['2026-03-02T16:00:00+23:59', Date.UTC(2026, 2, 1, 16, 1)],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
  ['1969-12-31T23:59:59.9999Z', -1],
  ['1970-01-01T00:00:00Z', 0],
  ['9999-12-31T23:59:59.999-23:59', Date.UTC(10000, 0, 1, 23, 58, 59, 999)],
  ['0000-01-01T00:00:00Z', Date.parse('0000-01-01T00:00:00Z')],
  ['0099-03-01T00:00:00Z', Date.parse('0099-03-01T00:00:00Z')],
  [`2026-03-02T16:00:00.${'1'.repeat(10_000)}Z`, Date.UTC(2026, 2, 2, 16, 0, 0, 111)],
])('%.40s is an instant', (text, instant) => expect(instantOf(text)).toBe(instant));

it.each([
  ['', 'nothing'],
  ['2026-03-02', 'no time'],
  ['2026-03-02T16:00:00', 'no offset'],
  ['2026-03-02T16:00Z', 'no seconds'],
  ['2026-03-02 16:00:00Z', 'a space'],
  ['2026-02-30T00:00:00Z', 'no such day'],
  ['2026-02-29T00:00:00Z', 'no leap year'],
  ['1900-02-29T00:00:00Z', 'no leap year'],
  ['2026-04-31T00:00:00Z', 'no such day'],
  ['2026-13-01T00:00:00Z', 'no such month'],
  ['2026-00-01T00:00:00Z', 'no such month'],
  ['2026-01-00T00:00:00Z', 'no such day'],
  ['2026-01-01T24:00:00Z', 'hour 24'],
  ['2026-01-01T23:60:00Z', 'minute 60'],
  ['2016-12-31T23:59:60Z', 'second 60'],
  ['2026-01-01T00:00:00.Z', 'an empty fraction'],
  ['2026-01-01T00:00:00,5Z', 'a comma'],
  ['2026-01-01T00:00:00+24:00', 'offset hour 24'],
  ['2026-01-01T00:00:00+05:60', 'offset minute 60'],
  ['2026-01-01T00:00:00+0530', 'no colon'],
  ['2026-01-01T00:00:00+05', 'no minutes'],
  ['2026-01-01T00:00:00Z ', 'something behind'],
  [' 2026-01-01T00:00:00Z', 'something before'],
  ['2026-01-01T00:00:00Z\n', 'a line end behind'],
  ['+002026-01-01T00:00:00Z', 'six digits of year'],
  ['2026-01-01T00:00:00−05:00', 'a typographic minus'],
  ['２026-01-01T00:00:00Z', 'a full-width digit'],
  ['2026-1-1T00:00:00Z', 'no leading zeros'],
])('%s is none (%s)', (text) => expect(instantOf(text)).toBeNaN());

it('reads whatever instant is written with whatever offset and fraction', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9998, 0, 1) }),
      fc.integer({ min: -1439, max: 1439 }),
      fc.stringMatching(/^[0-9]{0,12}$/),
      (instant, offset, more) => {
        const local = new Date(instant + offset * 60_000).toISOString().slice(0, -1);
        const east = Math.abs(offset);
        const text = `${local}${more}${offset < 0 ? '-' : '+'}${two(Math.floor(east / 60))}:${two(east % 60)}`;
        expect(instantOf(text)).toBe(instant);
      },
    ),
    { numRuns: 1000 },
  ));

it('agrees with the calendar on every day of 400 years', () => {
  for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2300, 0, 1); day += 86_400_000) {
    expect(instantOf(new Date(day).toISOString())).toBe(day);
  }
});
