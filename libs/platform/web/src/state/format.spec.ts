import { dayText, durationText, percent, percentRange, plural, unbroken, wholeNumber } from './format';

describe('format', () => {
  it.each([
    [6 / 21, '29 %'],
    [0, '0 %'],
    [0.001, '< 1 %'],
    [1, '100 %'],
    [null, '–'],
  ])('percent(%p) is %p', (share, text) => expect(percent(share)).toBe(text));

  it('writes a range with one sign', () => expect(percentRange([0.137, 0.502])).toBe('14–50 %'));
  it('has a dash where there is no range', () => expect(percentRange(null)).toBe('–'));

  it.each([
    [-5, '0 s'],
    [14_000, '14 s'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
    [5 * 86_400_000, '5 days'],
  ])('durationText(%p) is %p', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

  it('reads a day as a calendar day, in whatever zone the reader is', () => {
    expect(dayText('2026-11-12')).toBe('12 Nov');
    expect(dayText('2026-11-12', true)).toBe('12 Nov 2026');
    expect(dayText(null)).toBe('–');
  });

  it('groups thousands and knows one from many', () => {
    expect(wholeNumber(12345)).toBe('12,345');
    expect(plural(1, 'tutor')).toBe('1 tutor');
    expect(plural(7, 'tutor')).toBe('7 tutors');
    expect(plural(2, 'has', 'have')).toBe('2 have');
  });

  it('keeps a figure and its unit together', () => expect(unbroken('limit 15 %')).toBe('limit 15\u00a0%'));
});
