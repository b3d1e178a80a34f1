import { daysAgo } from './moments';

describe('moments of the past', () => {
  it('counts days back over the end of a month', () =>
    expect(daysAgo(30, Date.parse('2026-03-02T12:00:00Z'))).toBe('2026-01-31'));
});
