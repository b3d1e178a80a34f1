import type { ProblemError } from './problem';
import { RateLimit } from './rate-limit';

describe('a rate limit', () => {
  let now = 0;
  const limit = new RateLimit(2, 3, () => now);
  const taken = (key: string): number | undefined => {
    try {
      limit.take(key);
      return undefined;
    } catch (error) {
      return (error as ProblemError).status;
    }
  };

  it('lets a burst through, then so many a second, each key for itself', () => {
    expect([1, 2, 3, 4].map(() => taken('a'))).toEqual([undefined, undefined, undefined, 429]);
    expect(taken('b')).toBeUndefined();
    now += 500;
    expect([taken('a'), taken('a')]).toEqual([undefined, 429]);
    now += 60_000;
    expect([1, 2, 3, 4].map(() => taken('a'))).toEqual([undefined, undefined, undefined, 429]);
  });
});
