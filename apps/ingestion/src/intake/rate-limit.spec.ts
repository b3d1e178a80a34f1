import { RateLimit } from './rate-limit';

const limit = () => {
  const clock = { ms: 0 };
  return { clock, rate: new RateLimit(10_000, () => clock.ms) };
};

it('lets 10,000 events pass at once, then says how long to wait', () => {
  const { rate } = limit();
  for (let n = 0; n < 10; n++) expect(rate.take('a', 1000)).toBe(0);
  expect(rate.take('a', 1)).toBe(1);
});

it('fills up with time, and never beyond a second', () => {
  const { rate, clock } = limit();
  rate.take('a', 10_000);
  clock.ms += 500;
  expect(rate.take('a', 5000)).toBe(0);
  expect(rate.take('a', 1)).toBe(1);
  clock.ms += 3_600_000;
  expect(rate.take('a', 10_000)).toBe(0);
  expect(rate.take('a', 1)).toBe(1);
});

it('lets every key send 5,000 a second for as long as it likes', () => {
  const { rate, clock } = limit();
  for (let ms = 0; ms < 60_000; ms += 20) {
    clock.ms = ms;
    expect(rate.take('a', 100)).toBe(0);
  }
});

it('counts each key for itself, and gives back what was not taken', () => {
  const { rate } = limit();
  rate.take('a', 10_000);
  expect(rate.take('b', 1)).toBe(0);
  rate.giveBack('a', 1000);
  expect(rate.take('a', 1000)).toBe(0);
});
