import { daysAgo, momentFrom } from './moments';

describe('moments of the past', () => {
  it('counts days back over the end of a month', () =>
    expect(daysAgo(30, Date.parse('2026-03-02T12:00:00Z'))).toBe('2026-01-31'));

  it('reads the field of a moment', () => {
    expect(momentFrom('2026-10-12T09:41')).toBe(new Date(2026, 9, 12, 9, 41).toISOString());
    expect(momentFrom('')).toBeNull();
    expect(momentFrom('soon')).toBeNull();
  });
});
