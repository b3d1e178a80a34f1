import fc from 'fast-check';
import { dayFromText, dayOf, dayText, weekdayOf } from './civil-day';

const on = (instant: string, timeZone: string) => dayText(dayOf(Date.parse(instant), timeZone));

it('is the calendar day of the platform’s zone', () => {
  expect(on('2026-03-01T23:59:59.999Z', 'UTC')).toBe('2026-03-01');
  expect(on('2026-03-02T00:00:00Z', 'UTC')).toBe('2026-03-02');
  expect(on('2026-03-02T04:59:59.999Z', 'America/New_York')).toBe('2026-03-01');
  expect(on('2026-03-02T05:00:00Z', 'America/New_York')).toBe('2026-03-02');
  expect(on('2026-03-01T18:30:00Z', 'Asia/Kolkata')).toBe('2026-03-02');
  expect(on('2026-03-01T18:15:00Z', 'Asia/Kathmandu')).toBe('2026-03-02');
});

it('follows the clocks when they change', () => {
  // New York: to UTC−4 on 8 March 2026 at 07:00 UTC, back to UTC−5 on 1 November at 06:00 UTC.
  expect(on('2026-03-08T04:59:59Z', 'America/New_York')).toBe('2026-03-07');
  expect(on('2026-03-09T03:59:59.999Z', 'America/New_York')).toBe('2026-03-08');
  expect(on('2026-03-09T04:00:00Z', 'America/New_York')).toBe('2026-03-09');
  expect(on('2026-11-02T04:59:59.999Z', 'America/New_York')).toBe('2026-11-01');
  expect(on('2026-11-02T05:00:00Z', 'America/New_York')).toBe('2026-11-02');
  // Samoa had no 30 December 2011.
  expect(on('2011-12-30T09:59:59.999Z', 'Pacific/Apia')).toBe('2011-12-29');
  expect(on('2011-12-30T10:00:00Z', 'Pacific/Apia')).toBe('2011-12-31');
});

it('reaches from the year 0 to 9999', () => {
  expect(on('0000-01-01T00:00:00Z', 'UTC')).toBe('0000-01-01');
  expect(on('0001-01-01T12:00:00Z', 'Asia/Tokyo')).toBe('0001-01-01');
  expect(on('1969-12-31T23:59:59.999Z', 'UTC')).toBe('1969-12-31');
  expect(on('9999-12-31T23:59:59.999Z', 'America/New_York')).toBe('9999-12-31');
});

it('refuses what is no time zone', () => expect(() => dayOf(0, 'Mars/Olympus')).toThrow(RangeError));

it('is what Intl says, in any zone at any instant', () => {
  const zone = fc.constantFrom(
    'Europe/London',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Gaza',
    'Pacific/Apia',
  );
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2030-01-01') }),
      (timeZone, instant) => {
        expect(dayText(dayOf(instant, timeZone))).toBe(new Intl.DateTimeFormat('en-CA', { timeZone }).format(instant));
      },
    ),
    { numRuns: 1000 },
  );
});

it('is written and read as YYYY-MM-DD', () => {
  expect(dayFromText('1970-01-01')).toBe(0);
  expect(dayFromText('2026-03-02')).toBe(20514);
  for (const text of ['2026-02-30', '2026-3-2', '20260302', '2026-03-02T00:00:00Z', '', '2026-13-01']) {
    expect(() => dayFromText(text)).toThrow(RangeError);
  }
});

it('knows its weekday', () => {
  expect(weekdayOf(dayFromText('2026-03-02'))).toBe(1);
  expect(weekdayOf(dayFromText('2026-03-08'))).toBe(7);
  expect(weekdayOf(dayFromText('1969-12-31'))).toBe(3);
});
