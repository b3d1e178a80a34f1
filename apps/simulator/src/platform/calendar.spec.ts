import { dayText, holidayOn, instantOfLocal, weekdayOf } from './calendar';

const dayOf = (text: string): number => Date.parse(text) / 86_400_000;
const at = (zone: string, day: string, hour: number): string =>
  new Date(instantOfLocal(zone, dayOf(day), hour * 60)).toISOString();

describe('the calendar', () => {
  it('keeps a lesson at its local hour over the change of clocks', () => {
    expect(at('America/New_York', '2026-10-31', 16)).toBe('2026-10-31T20:00:00.000Z');
    expect(at('America/New_York', '2026-11-01', 16)).toBe('2026-11-01T21:00:00.000Z');
    expect(at('Europe/Berlin', '2026-10-25', 9)).toBe('2026-10-25T08:00:00.000Z');
    expect(at('Australia/Sydney', '2026-10-04', 7)).toBe('2026-10-03T20:00:00.000Z');
    expect(at('Asia/Kolkata', '2026-11-24', 18)).toBe('2026-11-24T12:30:00.000Z');
  });

  it('knows weekdays and holidays', () => {
    expect(weekdayOf(dayOf('2026-11-23'))).toBe(1);
    expect(weekdayOf(dayOf('2026-11-29'))).toBe(7);
    expect(dayText(dayOf('2026-11-26'))).toBe('2026-11-26');
    expect(holidayOn(dayOf('2026-11-26'))?.name).toBe('Thanksgiving');
    expect(holidayOn(dayOf('2026-11-19'))).toBeUndefined();
    expect(holidayOn(dayOf('2026-12-28'))?.name).toBe('winter break');
  });
});
