import { Chance } from './chance';

const many = 100_000;

describe('seeded chance', () => {
  it('repeats itself for the same key only', () => {
    const first = (...key: (string | number)[]): number[] =>
      Array.from(
        { length: 5 },
        (
          (chance) => () =>
            chance.next()
        )(new Chance(...key)),
      );
    expect(first(1, 'a')).toEqual(first(1, 'a'));
    expect(first(1, 'a')).not.toEqual(first(1, 'b'));
    expect(first(1, 'a')).not.toEqual(first(2, 'a'));
  });

  it('is uniform: mean 1/2, variance 1/12, also over the first numbers of neighbouring keys', () => {
    const one = new Chance('x');
    for (const next of [
      () => one.next(),
      (
        (i) => () =>
          new Chance(1, 'slot', i++).next()
      )(0),
    ]) {
      const numbers = Array.from({ length: many }, next);
      const mean = numbers.reduce((sum, x) => sum + x, 0) / many;
      const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / many;
      expect(mean).toBeCloseTo(1 / 2, 2);
      expect(variance).toBeCloseTo(1 / 12, 2);
    }
  });

  it('weighs', () => {
    const chance = new Chance('weights');
    const picked = Array.from({ length: many }, () => chance.weighted([['a', 3], ['b', 1]])); // prettier-ignore
    expect(picked.filter((item) => item === 'a').length / many).toBeCloseTo(0.75, 2);
  });
});
