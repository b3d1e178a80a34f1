import { jest } from '@jest/globals';
import { type Running, untilReady } from './running';

const running = (exited: Running['exited']): Running => ({ pid: 1, exited, stop: () => Promise.resolve() });
const never = new Promise<never>(() => undefined);

describe('a start', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is given minutes while its process lives: on a busy machine it needs them, and would need them again', async () => {
    const limit = performance.now() + 150_000;
    const started = untilReady(running(never), () => Promise.resolve(performance.now() > limit), 'The broker');
    await jest.advanceTimersByTimeAsync(151_000);
    await expect(started).resolves.toBeUndefined();
  });

  it('is given up at the limit', async () => {
    const started = untilReady(running(never), () => Promise.resolve(false), 'The broker', 1_000);
    const outcome = expect(started).rejects.toThrow('The broker did not answer within 1 s');
    await jest.advanceTimersByTimeAsync(1_100);
    await outcome;
  });

  it('is over as soon as its process ended', async () => {
    const started = untilReady(running(Promise.resolve(1)), () => Promise.resolve(false), 'The broker');
    const outcome = expect(started).rejects.toThrow('The broker ended while starting (1)');
    await jest.advanceTimersByTimeAsync(100);
    await outcome;
  });
});
