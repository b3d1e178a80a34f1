import fc from 'fast-check';
import { nextMorning, nextRollUp, timeOfDay } from './clock';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();
const zones = ['UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'];
const instants = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });

it('rolls up at :00, :20 and :40', () => {
  expect(iso(nextRollUp(at('2026-11-24T16:00:00Z'), 'UTC'))).toBe('2026-11-24T16:20:00.000Z');
  expect(iso(nextRollUp(at('2026-11-24T16:59:59.999Z'), 'UTC'))).toBe('2026-11-24T17:00:00.000Z');
});

it('has its mornings at 08:00 of the recipient, also when clocks change', () => {
  expect(iso(nextMorning(at('2026-11-24T12:00:00Z'), 'Europe/Madrid'))).toBe('2026-11-25T07:00:00.000Z');
  expect(iso(nextMorning(at('2026-03-28T12:00:00Z'), 'Europe/Madrid'))).toBe('2026-03-29T06:00:00.000Z');
  expect(iso(nextMorning(at('2026-10-24T12:00:00Z'), 'Europe/Madrid'))).toBe('2026-10-25T07:00:00.000Z');
  expect(iso(nextMorning(at('2026-11-24T07:00:00Z'), 'Europe/Madrid'))).toBe('2026-11-25T07:00:00.000Z');
});

it('is always ahead, on the mark, and never far', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (now, zone) => {
      const [rollUp, morning] = [nextRollUp(now, zone), nextMorning(now, zone)];
      expect(rollUp).toBeGreaterThan(now);
      expect(rollUp - now).toBeLessThanOrEqual(20 * 60_000 + 60 * 60_000); // an hour may not exist
      expect(['00', '20', '40']).toContain(timeOfDay(rollUp, zone).slice(3));
      expect(morning).toBeGreaterThan(now);
      expect(morning - now).toBeLessThanOrEqual(25 * 3_600_000);
      expect(timeOfDay(morning, zone)).toBe('08:00');
    }),
    { numRuns: 1000 },
  );
});
