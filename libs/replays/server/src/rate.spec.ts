import { Rate, secondsLeft } from './rate';

it('is that of the last ten seconds', () => {
  const rate = new Rate();
  expect(rate.of(0, 0)).toBeNull();
  expect(rate.of(1000, 1000)).toBe(1000);
  for (let s = 2; s <= 30; s++) rate.of(1000, s * 1000);
  expect(rate.of(1000, 31_000)).toBe(0);
});

it('says how long it takes, where that can be said', () => {
  expect(secondsLeft(50, 150, 40)).toBe(3);
  expect(secondsLeft(150, 150, null)).toBe(0);
  expect(secondsLeft(0, 1, 0)).toBeNull();
});
