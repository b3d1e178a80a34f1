import { standardRuleSet } from '@tq/events';
import { read } from '../testing';
import { noShows } from './no-shows.rule';

it('is high from two on above 5 %', () =>
  expect(read(noShows, { held: 18, missed: 2 })).toEqual({
    signal: 'no-shows',
    level: 'high',
    value: 0.1,
    because: '2 of 20 missed by the tutor in 30 days = 10 %; limit 5 %',
    facts: [],
    window: 30,
    ruleSetVersion: 1,
    severity: 1,
  }));

it('is worth a look from two on at or under 5 %', () =>
  expect(read(noShows, { held: 38, missed: 2 })).toMatchObject({ level: 'watch', value: 0.05, severity: 0.5 }));

it('lets one pass', () =>
  expect(read(noShows, { held: 3, missed: 1 })).toMatchObject({ level: 'ok', value: 0.25, severity: 0.5 }));

it('looks at the 30 days only', () =>
  expect(read(noShows, { held: 9 }, { held: 9, missed: 5 })).toMatchObject({
    level: 'ok',
    value: 0,
    because: 'None of 9 missed by the tutor in 30 days',
    severity: 0,
  }));

it('knows nothing where nothing came to its hour', () =>
  expect(read(noShows, {})).toMatchObject({ level: 'unknown', value: null, severity: 0 }));

it('follows the rule set', () => {
  const rules = { ...standardRuleSet, noShow: { minimum: 1, limit: 0.3 } };
  expect(read(noShows, { held: 3, missed: 1 }, undefined, { rules }).level).toBe('watch');
  expect(read(noShows, { held: 2, missed: 1 }, undefined, { rules }).level).toBe('high');
});
