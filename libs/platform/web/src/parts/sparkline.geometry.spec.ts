import { heightOf, sparklinePath, trendOf } from './sparkline.geometry';

describe('sparkline', () => {
  it('goes from the left edge to the right, 0 at the bottom', () => {
    expect(sparklinePath([0, 0.2, 0.4], 10, 20, 0.4)).toBe('M0 20h0L5 10L10 0');
  });

  it('breaks where nothing was counted', () => {
    expect(sparklinePath([0, null, 0.4], 10, 20, 0.4)).toBe('M0 20h0M10 0h0');
  });

  it('stays within its box', () => {
    expect(heightOf(0.9, 20, 0.4)).toBe(0);
    expect(heightOf(-1, 20, 0.4)).toBe(20);
  });

  it.each([
    [[0.05, null, 0.3], 'rising'],
    [[0.3, 0.1], 'falling'],
    [[0.1, 0.4, 0.11], 'steady'],
  ])('trend of %p is %p', (values, word) => expect(trendOf(values)?.word).toBe(word));

  it('sees no trend in one value', () => expect(trendOf([null, 0.2, null])).toBeUndefined());
});
