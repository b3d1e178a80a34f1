import { dayFromText } from './civil-day';
import { noCounts } from './day-counts';
import { windowsOf } from './window.fold';

const on = (text: string, held: number) => [dayFromText(text), { ...noCounts, held }] as const;

it('is the W calendar days that end with the day', () => {
  const days = new Map([
    on('2026-03-31', 1),
    on('2026-03-25', 10),
    on('2026-03-24', 100),
    on('2026-03-02', 1_000),
    on('2026-03-01', 10_000),
    on('2026-01-01', 100_000),
    on('2025-12-31', 1_000_000),
    on('2026-04-01', 10_000_000),
  ]);
  const { 7: week, 30: month, 90: quarter } = windowsOf(days, dayFromText('2026-03-31'));
  expect([week.held, month.held, quarter.held]).toEqual([11, 1_111, 111_111]);
});
