import { recommendationFor, recommendations } from './recommendations';

it('has one sentence for each reading that calls for something', () => {
  for (const [signal, level] of [
    ['reschedules', 'high'],
    ['reschedules', 'watch'],
    ['no-shows', 'high'],
    ['no-shows', 'watch'],
    ['cancellations', 'watch'],
    ['first-sessions', 'watch'],
  ] as const) {
    expect(recommendationFor({ signal, level })).toMatch(/^[A-Z].*\.$/);
  }
  const all = Object.values(recommendations).flatMap((levels) => Object.values(levels));
  expect(new Set(all).size).toBe(all.length);
});

it('has nothing to say where nothing is wrong or known', () => {
  expect(recommendationFor({ signal: 'reschedules', level: 'ok' })).toBeUndefined();
  expect(recommendationFor({ signal: 'no-shows', level: 'unknown' })).toBeUndefined();
  expect(recommendationFor({ signal: 'toString', level: 'high' })).toBeUndefined();
});
