import { weekdaySummary } from './weekday.panel';

const week = (...moved: number[]) =>
  moved.map((each, index) => ({ weekday: index + 1, moved: each, counted: 20, share: null }));

describe('weekdaySummary', () => {
  it('names the day on which most fall', () =>
    expect(weekdaySummary(week(1, 0, 0, 2, 9, 0, 0))).toBe('Most fall on Friday: 9 of 12 in 90 days.'));
  it('does not see a pattern in a few', () => expect(weekdaySummary(week(1, 1))).toContain('too few'));
  it('says that there is none', () => expect(weekdaySummary(week(0, 0))).toContain('No session'));
});
