import type { HistoryDay } from '@tq/platform/web';
import { rateSummary } from './rate-summary';

const days = (...rates: (number | null)[]) =>
  rates.map((rescheduleRate30, index): HistoryDay => ({
    day: `2026-11-0${index + 1}`,
    rescheduleRate30,
    counted30: 20,
    riskLevel: 'ok',
  }));

describe('rateSummary', () => {
  it('says since when the rate is above the limit', () =>
    expect(rateSummary(days(0.1, 0.2, 0.12, 0.2, 0.3), 0.15)).toBe(
      'From 10 % on 1 Nov to 30 % on 5 Nov; above the limit of 15 % since 4 Nov.',
    ));
  it('says that it was, and is not now', () =>
    expect(rateSummary(days(0.2, 0.1), 0.15)).toContain('on one day, not now'));
  it('says that it never was', () => expect(rateSummary(days(0.1, null, 0.15), 0.15)).toContain('never above'));
  it('says that nothing was counted', () =>
    expect(rateSummary(days(null, null), 0.15)).toBe('Nothing was counted in these 90 days.'));
});
