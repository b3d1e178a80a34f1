import { standardRuleSet } from '@tq/events';
import { read } from '../testing';
import { cancellations } from './cancellations.rule';

it('is worth a look above 15 % of at least 5', () =>
  expect(read(cancellations, { held: 15, missed: 1, tutorCancelled: 3 })).toEqual({
    signal: 'cancellations',
    level: 'watch',
    value: 3 / 19,
    because: '3 of 19 called off by the tutor in 30 days = 16 %; limit 15 %',
    facts: [],
    window: 30,
    ruleSetVersion: 1,
    severity: 3 / 19 / 0.3,
  }));

it('passes at the limit', () =>
  expect(read(cancellations, { held: 17, tutorCancelled: 3 })).toMatchObject({ level: 'ok', value: 0.15 }));

it('does not judge fewer than 5', () =>
  expect(read(cancellations, { held: 2, tutorCancelled: 2 })).toMatchObject({
    level: 'unknown',
    because: 'Only 4 sessions ended in 30 days, 2 called off by the tutor; 5 are needed to judge',
    severity: 0.8,
  }));

it('says so where there is nothing', () => {
  expect(read(cancellations, {})).toMatchObject({ level: 'unknown', value: null });
  expect(read(cancellations, { held: 8 })).toMatchObject({
    level: 'ok',
    because: 'None of 8 called off by the tutor in 30 days',
  });
});

it('follows the rule set', () => {
  const rules = { ...standardRuleSet, cancellation: { minimum: 1, limit: 0.5 } };
  expect(read(cancellations, { held: 1, tutorCancelled: 1 }, undefined, { rules }).level).toBe('ok');
  expect(read(cancellations, { tutorCancelled: 1 }, undefined, { rules }).level).toBe('watch');
});
