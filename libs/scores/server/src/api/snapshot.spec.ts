import fc from 'fast-check';
import { Snapshot } from './snapshot';
import type { TutorItem } from './tutor-item.dto';
import { sorts } from './tutor-query.dto';

const item = (tutorId: string, value: number | null): TutorItem =>
  ({
    tutorId,
    name: value === null ? null : `n${value}`,
    priority: value ?? 0,
    score: value ?? 0,
    windows: { '30': { rescheduleRate: value } },
  }) as unknown as TutorItem;

const items = fc.uniqueArray(
  fc.tuple(fc.string({ minLength: 1, maxLength: 2 }), fc.option(fc.integer({ min: 0, max: 3 }))),
  { selector: ([id]) => id, maxLength: 30 },
);

it('mended, every order is the one that is made anew', () =>
  fc.assert(
    fc.property(items, items, fc.func(fc.boolean()), (before, changed, stays) => {
      const first = Snapshot.of(
        before.map(([id, value]) => item(id, value)),
        '2026-01-01',
        { version: 1 },
      );
      for (const sort of sorts) first.ordered(sort);
      const changes = new Map(changed.map(([id, value]) => [id, stays(id) ? item(id, value) : null]));
      const mended = first.with(changes);
      const all = new Map([...before.map(([id, value]) => [id, item(id, value)] as const), ...changes]);
      const anew = Snapshot.of(
        [...all.values()].filter((one) => one !== null),
        '2026-01-01',
        { version: 1 },
      );
      for (const sort of sorts) expect(mended.ordered(sort)).toEqual(anew.ordered(sort));
      expect(mended.byId.size).toBe(mended.items.length);
    }),
    { numRuns: 200 },
  ));

it('puts null last, forward and backward, and ties in the order of ids', () => {
  const snapshot = Snapshot.of([item('b', 1), item('c', null), item('a', 1), item('d', 2)], '2026-01-01', {
    version: 1,
  });
  const ids = (sort: 'name' | '-name'): string[] => snapshot.ordered(sort).map(({ tutorId }) => tutorId);
  expect(ids('name')).toEqual(['a', 'b', 'd', 'c']);
  expect(ids('-name')).toEqual(['d', 'a', 'b', 'c']);
});
