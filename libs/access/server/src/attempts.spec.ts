import { Attempts } from './attempts';

describe('attempts', () => {
  let now = 0;
  const attempts = new Attempts(2, () => now);

  it('wait ever longer after failures, each key for itself, and are forgotten', () => {
    attempts.failed('a');
    expect(attempts.waitOf('a')).toBe(0);
    attempts.failed('a');
    expect([attempts.waitOf('a'), attempts.waitOf('b')]).toEqual([2, 0]);
    now += 2000;
    expect(attempts.waitOf('a')).toBe(0);
    attempts.failed('a');
    expect(attempts.waitOf('a')).toBe(4);
    for (let i = 0; i < 20; i++) attempts.failed('a');
    expect(attempts.waitOf('a')).toBe(15 * 60);
    attempts.succeeded('a');
    expect(attempts.waitOf('a')).toBe(0);
  });

  it('remember a bounded number of keys', () => {
    for (let i = 0; i < 50_000; i++) attempts.failed(`guess ${i}`);
    expect(attempts.waitOf('guess 49999')).toBe(0);
  });
});
