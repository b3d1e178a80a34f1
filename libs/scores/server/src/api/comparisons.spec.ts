import { differing } from './comparisons';
import { type RankedTutor, Snapshot } from './snapshot';

const tutor = (tutorId: string, change: Partial<RankedTutor> = {}): RankedTutor => ({
  tutorId,
  name: null,
  riskLevel: 'ok',
  needsYou: false,
  priority: 0,
  score: 90,
  windows: { '30': { rescheduleRate: 0.1 } },
  ...change,
});
const on = (...rows: RankedTutor[]) => Snapshot.of(rows, '2026-11-24', { version: 1 });

it('two readings: only who differs, another level first, then the greatest change of the score', () => {
  const before = on(tutor('same'), tutor('a'), tutor('b'), tutor('c'), tutor('gone'), tutor('d'));
  const after = on(
    tutor('same', { priority: 9 }),
    tutor('a', { score: 89 }),
    tutor('b', { score: 60 }),
    tutor('c', { riskLevel: 'high', needsYou: true, score: 88 }),
    tutor('d', { windows: { '30': { rescheduleRate: 0.11 } } }),
    tutor('new', { score: 70 }),
  );
  expect(differing(before, after).map(({ tutorId }) => tutorId)).toEqual(['new', 'gone', 'c', 'b', 'a', 'd']);
  expect(differing(before, after)[0]).toMatchObject({ before: null, after: { score: 70 } });
  expect(differing(before, before)).toEqual([]);
});
