import fc from 'fast-check';
import { afterAttempt, type Attempt } from './delivery.rule';

const createdAt = Date.parse('2026-11-24T16:00:00Z');
const attempt = (given: Partial<Attempt> = {}): Attempt => ({
  outcome: 'later',
  reason: '451',
  attempts: 1,
  createdAt,
  leaseUntil: createdAt + 90_000,
  ...given,
});
const hour = 3_600_000;

it('sent is sent, refused is failed with its reason', () => {
  expect(afterAttempt(attempt({ outcome: 'sent' }), createdAt + 5, 0)).toEqual({ state: 'sent', at: createdAt + 5 });
  expect(afterAttempt(attempt({ outcome: 'refused', reason: '550 no' }), createdAt, 0)).toEqual({
    state: 'failed',
    error: '550 no',
    late: false,
  });
});

it('waits longer each time, at most a minute, with jitter', () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map((attempts) => afterAttempt(attempt({ attempts }), createdAt, 1));
  expect(waits.map((step) => step.state === 'queued' && step.nextAttemptAt - createdAt)).toEqual([
    2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
  ]);
  expect(afterAttempt(attempt(), createdAt, 0)).toMatchObject({ nextAttemptAt: createdAt + 1000 });
});

it('is late after an hour, and given up a day after that', () => {
  expect(afterAttempt(attempt(), createdAt + hour, 0)).toMatchObject({ state: 'queued', late: false });
  expect(afterAttempt(attempt(), createdAt + hour + 1, 0)).toMatchObject({ state: 'queued', late: true });
  expect(afterAttempt(attempt(), createdAt + 25 * hour + 1, 0)).toMatchObject({ state: 'failed', late: true });
});

it('never sends again within the lease of an attempt whose answer was lost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 80_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, after, chance) => {
        const step = afterAttempt(attempt({ outcome: 'ambiguous', attempts }), createdAt + after, chance);
        expect(step.state === 'queued' && step.nextAttemptAt).toBeGreaterThanOrEqual(createdAt + 90_000);
      },
    ),
  );
});
