import { readEvent, standardRuleSet, type ScoreCard } from '@tq/events';
import { awkwardHistories, loggedHistory, oracle, type LoggedHistory, type OracleItem } from '@tq/platform/oracle';
import { assess, priorOf } from '@tq/scores/core';
import {
  dayFromText,
  daysOf,
  excuseDecision,
  knownEvent,
  resolve,
  sessionsOf,
  sumOfDays,
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
    fc.property(small, (history) => {
      for (const asOf of asOfs.slice(0, 3)) expect(figures(cardsOf(history)(asOf))).toEqual(expected(history)(asOf));
    }),
    { numRuns: 1000 },
  );
});

it('gives every tutor what the oracle gives, with a prior of their own kind', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const history = loggedHistory({ seed, until, tutors: 60, sessions: 30 });
    const [cards, items] = [cardsOf(history), oracle({ ...history, timeZone })];
    for (const asOf of asOfs) {
      const [mine, theirs] = [cards(asOf), items.asOf(asOf)];
      expect(figures(mine)).toEqual(theirs.map(rounded));
      mine.forEach(({ evidence: { probability } }, i) => {
        const wanted = theirs[i]?.evidence.probability ?? null;
        if (wanted === null || probability === null) expect(probability).toBe(wanted);
        else expect(Math.abs(probability - wanted)).toBeLessThan(1e-9);
      });
    }
  }
});

function cardsOf({ log, decisions }: LoggedHistory): (asOf: string) => ScoreCard[] {
  const events = log.flatMap(({ value, ...record }) => {
    const read = readEvent(value);
    return read.ok ? [knownEvent(read.event, record)] : [];
  });
  const tutors = [...Map.groupBy(events, ({ subject }) => subject)]
    .sort(([a], [b]) => (a < b ? -1 : 1)) // ids are ASCII
    .map(([tutorId, own]) => {
      const excuses = decisions.filter(({ subject }) => subject === tutorId).map(excuseDecision);
      const { facts } = resolve(own, excuses);
      return {
        tutorId,
        facts,
        days: sumOfDays([...sessionsOf(facts).values()].map((session) => daysOf(session, timeZone))),
      };
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

/** The fields that the oracle knows, with the probability to as many digits as both must share. */
function figures(cards: readonly ScoreCard[]): OracleItem[] {
  return cards.map(({ tutorId, name, riskLevel, needsYou, evidence, windows, departedAt }) =>
    rounded({ tutorId, name, riskLevel, needsYou, evidence, windows, departed: departedAt !== null }),
  );
}

function rounded(item: OracleItem): OracleItem {
  const { grade, probability } = item.evidence;
  return { ...item, evidence: { grade, probability: probability === null ? null : Number(probability.toFixed(7)) } };
}

function expected(history: LoggedHistory): (asOf: string) => OracleItem[] {
  const items = oracle({ ...history, timeZone });
  return (asOf) => items.asOf(asOf).map(rounded);
}
