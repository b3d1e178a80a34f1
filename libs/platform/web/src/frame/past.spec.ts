import { hasClocks, instantOfLocal, localInput, pastWords } from './past';

describe('looking at the past', () => {
  it.each([
    ['/', true],
    ['/tutors', true],
    ['/tutors/t-1', true],
    ['/time-machine', true],
    ['/settings/rules', false],
    ['/system', false],
    ['/tutors-of-another-kind', false],
  ])('%p has the two clocks: %p', (path, has) => expect(hasClocks(path)).toBe(has));

  it('says which clock is set', () => {
    expect(pastWords(undefined, undefined)).toBe('');
    expect(pastWords('2026-10-12', undefined)).toBe('12 Oct 2026 with all that is known now');
    expect(pastWords(undefined, '2026-10-12T09:00:00Z')).toMatch(/12 Oct,? \d\d:00 as known then/);
    expect(pastWords('2026-10-12', '2026-10-14T09:00:00Z')).toMatch(/^12 Oct 2026 as known on 14 Oct/);
  });

  it('reads what it writes into a field, to the minute', () => {
    const at = Date.parse('2026-10-12T09:41:00Z');
    expect(instantOfLocal(localInput(at))).toBe('2026-10-12T09:41:00.000Z');
    expect(instantOfLocal('')).toBeUndefined();
    expect(instantOfLocal('yesterday')).toBeUndefined();
  });
});
