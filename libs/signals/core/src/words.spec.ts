import { limitText, percent, percentSpan, plural } from './words';

it('writes shares in whole percents, with decimals where those would hide a difference', () => {
  expect(percent(6 / 21)).toBe('29 %');
  expect(percent(6 / 21, 0.15)).toBe('29 %');
  expect(percent(0.15, 0.15)).toBe('15 %');
  expect(percent(0.154, 0.15)).toBe('15.4 %');
  expect(percent(0.1504, 0.15)).toBe('15.04 %');
  expect(percent(0, 0.15)).toBe('0 %');
});

it('writes spans, limits and numbers of things', () => {
  expect(percentSpan([0.1149, 0.357])).toBe('11–36 %');
  expect([limitText(0.15), limitText(0.125), limitText(0.05)]).toEqual(['15 %', '12.5 %', '5 %']);
  expect([plural(1, 'session'), plural(2, 'session'), plural(0, 'session')]).toEqual([
    '1 session',
    '2 sessions',
    '0 sessions',
  ]);
});
