import { read } from '../testing';
import { firstSessions } from './first-sessions.rule';

it('is worth a look when one was missed in 30 days', () =>
  expect(read(firstSessions, { held: 9, missed: 1, firstMissed: 1 })).toEqual({
    signal: 'first-sessions',
    level: 'watch',
    value: 1,
    because: '1 first session with a new student missed by the tutor in 30 days',
    facts: [],
    window: 30,
    ruleSetVersion: 1,
    severity: 1,
  }));

it('is fine when none was', () =>
  expect(read(firstSessions, { held: 9 }, { held: 9, missed: 1, firstMissed: 1 })).toMatchObject({
    level: 'ok',
    value: 0,
    because: 'No first session with a new student missed in 30 days',
    severity: 0,
  }));
