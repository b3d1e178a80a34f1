import { standardRuleSet } from '@tq/events';
import { read } from '../testing';
import { reschedules } from './reschedules.rule';

it('says the share, how sure it is, and the limit', () => {
  expect(read(reschedules, { counted: 21, tutorMoved: 6 })).toEqual({
    signal: 'reschedules',
    level: 'high',
    value: 6 / 21,
    because: '6 of 21 moved by the tutor in 30 days = 29 %, likely 14–50 %; limit 15 %',
    facts: [],
    window: 30,
    ruleSetVersion: 1,
    severity: 6 / 21 / 0.3,
  });
});

it('is high above the limit, not at it', () => {
  expect(read(reschedules, { counted: 20, tutorMoved: 3 })).toMatchObject({ level: 'ok', value: 0.15 });
  expect(read(reschedules, { counted: 26, tutorMoved: 4 })).toMatchObject({
    level: 'high',
    because: expect.stringContaining('= 15.4 %,') as string,
  });
});

it('takes the 90 days where the 30 hold fewer than 5', () => {
  expect(read(reschedules, { counted: 4, tutorMoved: 4 }, { counted: 30, tutorMoved: 4 })).toMatchObject({
    level: 'ok',
    value: 4 / 30,
    window: 90,
  });
  expect(read(reschedules, { counted: 5, tutorMoved: 1 }, { counted: 30, tutorMoved: 4 })).toMatchObject({
    level: 'high',
    value: 0.2,
    window: 30,
  });
});

it('is worth a look where the evidence is likely and two were moved, though the rate is within the limit', () => {
  const uneasy = { prior: { alpha: 30, beta: 150 } };
  expect(read(reschedules, { counted: 14, tutorMoved: 2 }, undefined, uneasy).level).toBe('watch');
  expect(read(reschedules, { counted: 7, tutorMoved: 1 }, undefined, uneasy).level).toBe('ok');
});

it('does not judge fewer than 5 sessions in 90 days', () => {
  expect(read(reschedules, { counted: 2, tutorMoved: 1 }, { counted: 3, tutorMoved: 2 })).toMatchObject({
    level: 'unknown',
    value: 2 / 3,
    because: 'Only 3 sessions in 90 days, 2 moved by the tutor; 5 are needed to judge',
    severity: 3 / 5,
  });
  expect(read(reschedules, {})).toMatchObject({
    level: 'unknown',
    value: null,
    because: 'No session to judge in 90 days',
    severity: 0,
  });
});

it('follows the rule set', () => {
  const rules = { ...standardRuleSet, version: 2, rescheduleLimit: 0.3, minimumCounted: 3, window: 90 as const };
  expect(read(reschedules, { counted: 1, tutorMoved: 1 }, { counted: 3, tutorMoved: 1 }, { rules })).toMatchObject({
    level: 'high',
    window: 90,
    ruleSetVersion: 2,
    because: expect.stringContaining('limit 30 %') as string,
  });
});
