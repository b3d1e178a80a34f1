import { instantOf, readEvent, standardRuleSet, type ScoreCard } from '@tq/events';
import { awkwardHistories, differences, loggedHistory, oracle, type LoggedHistory } from '@tq/platform/oracle';
import { assess, priorOf } from '@tq/scores/core';
import {
  dayFromText,
  excuseDecision,
  knownBy,
  knownEvent,
  learnedDaysOf,
  oneOfEachIdentity,
  resolve,
  tutorOf,
  windowOf,
  windowsOf,
} from '@tq/sessions/core';
import fc from 'fast-check';

const timeZone = 'America/St_Johns';
const until = '2026-03-10';
const asOfs = ['2026-03-10', '2026-03-09', '2026-02-14', '2025-12-01', '2026-03-16'];

it('gives every tutor what the oracle gives, on several days', () => {
  const small = awkwardHistories({ until, tutors: 3, sessions: 12, days: 100 });
  fc.assert(
    fc.property(small, (history) => expect(differencesOn(asOfs.slice(0, 3), history)).toEqual([])),
    { numRuns: 1000 },
  );
});

it('gives every tutor what the oracle gives, with a prior of their own kind', () => {
  for (let seed = 1; seed <= 2; seed++)
    expect(differencesOn(asOfs, loggedHistory({ seed, until, tutors: 60, sessions: 30 }))).toEqual([]);
});

// Records of one history tie within 50 ms of midnight; some were learned of long before.
const moments = [
  '2026-03-10T00:00:00.010Z',
  '2026-03-10T00:00:00.030Z',
  '2026-02-14T06:00:00Z',
  '2026-03-10T11:00:00Z',
];

it('gives what was known at a moment as the oracle does', () => {
  const small = awkwardHistories({ until, tutors: 3, sessions: 12, days: 100 });
  const moment = fc.constantFrom(...moments);
  const asOf = fc.constantFrom(...asOfs);
  fc.assert(
    fc.property(small, moment, asOf, (history, at, day) => {
      const knownAt = Date.parse(at);
      const items = oracle({ ...history, timeZone, knownAt }).asOf(day);
      expect(differences(cardsOf(history, knownAt)(day), items)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

function differencesOn(days: readonly string[], history: LoggedHistory): string[] {
  const cards = cardsOf(history);
  const items = oracle({ ...history, timeZone });
  return days.flatMap((asOf) => differences(cards(asOf), items.asOf(asOf)).map((one) => `${asOf} ${one}`));
}

function cardsOf({ log, decisions }: LoggedHistory, knownAt = Infinity): (asOf: string) => ScoreCard[] {
  const events = log.flatMap(({ value, ...record }) => {
    const read = readEvent(value);
    return read.ok ? [knownEvent(read.event, record)] : [];
  });
  const tutors = [...Map.groupBy(events, ({ subject }) => subject)]
    .sort(([a], [b]) => (a < b ? -1 : 1)) // ids are ASCII
    .map(([tutorId, own]) => {
      const excuses = decisions
        .filter(({ subject }) => subject === tutorId)
        .map((one) => excuseDecision(one, { timestamp: one.loggedAt ?? instantOf(one.time) }));
      const known = <T extends { learnedAt: number }>(all: readonly T[]) =>
        all.filter((one) => one.learnedAt <= knownAt);
      const { facts } = resolve(known(oneOfEachIdentity(own).events), known(excuses));
      return { tutorId, facts, days: knownBy(learnedDaysOf(own, excuses, timeZone), knownAt) };
    });
  return (text) => {
    const asOf = dayFromText(text);
    const prior = priorOf(tutors.map(({ days }) => windowOf(days, asOf - 1, 90)));
    return tutors.flatMap(({ tutorId, facts, days }) => {
      const tutor = tutorOf(facts, asOf, timeZone);
      if (!tutor) return [];
      return [assess({ tutorId, ...tutor, asOf, windows: windowsOf(days, asOf), prior, rules: standardRuleSet })];
    });
  };
}
