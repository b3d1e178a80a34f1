import { changedTutors, PendingUpdates } from './pending-updates';

describe('PendingUpdates', () => {
  it('counts each tutor once', () => {
    const updates = new PendingUpdates();
    updates.add(['a', 'b']);
    updates.add(['b', 'c']);
    expect([updates.any(), updates.words()]).toEqual([true, '3 updates']);
  });

  it('has none at first, and after they were applied', () => {
    const updates = new PendingUpdates();
    expect(updates.any()).toBe(false);
    updates.add(['a']);
    expect(updates.words()).toBe('1 update');
    updates.clear();
    expect(updates.any()).toBe(false);
  });

  it('says so where the stream did not name them', () => {
    const updates = new PendingUpdates();
    updates.add(null);
    expect([updates.any(), updates.words()]).toEqual([true, 'Updates']);
  });
});

describe('changedTutors', () => {
  it.each([
    [{ generation: 3, tutorIds: ['a'] }, ['a']],
    [{ generation: 3, tutorIds: [] }, []],
    [{ generation: 3, tutorIds: null }, null],
    [undefined, null],
    [null, null],
  ])('of %p is %p', (data, ids) => expect(changedTutors(data)).toEqual(ids));
});
