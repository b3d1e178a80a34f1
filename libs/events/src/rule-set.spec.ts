import { checkRuleSet, standardRuleSet } from './rule-set';

it('rule set 1 is a rule set', () => expect(checkRuleSet(standardRuleSet)).toEqual([]));

it('says what is wrong in words', () => {
  expect(checkRuleSet({ ...standardRuleSet, trend: 1 })).toEqual([
    { pointer: '/trend', detail: 'is not a known field' },
  ]);
  expect(checkRuleSet([])).toEqual([{ pointer: '', detail: 'must be an object' }]);
});

it.each([
  ['an unknown field', { ...standardRuleSet, trend: 1 }, '/trend'],
  ['an unknown field within', { ...standardRuleSet, noShow: { minimum: 2, limit: 0.05, x: 1 } }, '/noShow/x'],
  ['a missing field', { ...standardRuleSet, noShow: { minimum: 2 } }, '/noShow/limit'],
  ['a limit above 1', { ...standardRuleSet, rescheduleLimit: 15 }, '/rescheduleLimit'],
  ['another window', { ...standardRuleSet, window: 14 }, '/window'],
  ['version 0', { ...standardRuleSet, version: 0 }, '/version'],
])('%s is pointed to', (_, document, pointer) => expect(checkRuleSet(document)).toMatchObject([{ pointer }]));
