import type { RuleSetDocument } from '@tq/platform/web';
import { clashes, draftedRules, rebased, ruleDifferences, ruleText, ruleValue } from './rule-draft';
import { type RuleField, ruleFields } from './rule-fields';

const standard: RuleSetDocument = {
  version: 1,
  rescheduleLimit: 0.15,
  minimumCounted: 5,
  window: 30,
  fallbackWindow: 90,
  evidence: { confirmed: 0.8, likely: 0.5 },
  watchMinimumMoved: 2,
  noShow: { minimum: 2, limit: 0.05 },
  cancellation: { minimum: 5, limit: 0.15 },
};
const field = (id: string): RuleField => {
  const found = ruleFields.find((each) => each.id === id);
  if (!found) throw new Error(`There is no field ${id}.`);
  return found;
};

describe('a draft of rules', () => {
  it('has a field for every figure of a rule set', () => {
    const figures = (value: object): number =>
      Object.values(value).reduce<number>(
        (sum, each) => sum + (typeof each === 'number' ? 1 : figures(each as object)),
        0,
      );
    expect(ruleFields).toHaveLength(figures(standard) - 1); // all but the version
    for (const each of ruleFields) expect(each.get(each.set(standard, 90))).toBe(90);
  });

  it.each([
    ['15', 0.15],
    [' 12.5 % ', 0.125],
    ['7,25', 0.0725],
    ['0', 0],
    ['100', 1],
    ['101', undefined],
    ['-5', undefined],
    ['abc', undefined],
    ['', undefined],
  ])('reads %p as the share %p', (text, share) => {
    const read = ruleValue(field('rescheduleLimit'), text);
    expect('value' in read ? read.value : undefined).toBe(share);
  });

  it('reads whole numbers from the least on', () => {
    expect(ruleValue(field('minimumCounted'), '5')).toEqual({ value: 5 });
    expect(ruleValue(field('minimumCounted'), '0')).toEqual({ problem: 'A whole number, at least 1.' });
    expect(ruleValue(field('minimumCounted'), '2.5')).toEqual({ problem: 'A whole number, at least 1.' });
  });

  it('writes what it reads', () => expect(ruleText(field('rescheduleLimit'), 0.125)).toBe('12.5'));

  it('lays what was typed over the rules, and names what is no value', () => {
    const { rules, valid } = draftedRules(standard, { 'noShow.limit': '10', window: '7' });
    expect(valid).toBe(true);
    expect(ruleDifferences(standard, rules).map(({ field: { id }, before, after }) => [id, before, after])).toEqual([
      ['window', '30', '7'],
      ['noShow.limit', '5', '10'],
    ]);
    expect(draftedRules(standard, { 'noShow.limit': 'x', window: '7' }).problems).toHaveProperty(['noShow.limit']);
  });

  it('keeps both sides of a conflict in sight, and only what is still a change after it', () => {
    const theirs = { ...standard, version: 2, rescheduleLimit: 0.2, minimumCounted: 6 };
    const draft = { rescheduleLimit: '25', minimumCounted: '6', 'noShow.limit': '10' };
    expect(
      clashes(standard, theirs, draft).map(({ field: { id }, base, theirs: t, mine }) => [id, base, t, mine]),
    ).toEqual([
      ['rescheduleLimit', '15', '20', '25'],
      ['minimumCounted', '5', '6', '6'],
      ['noShow.limit', '5', '5', '10'],
    ]);
    expect(rebased(theirs, draft)).toEqual({ rescheduleLimit: '25', 'noShow.limit': '10' });
  });
});
