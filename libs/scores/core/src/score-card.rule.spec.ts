import { scoreCardSchema, type ScoreCard } from '@tq/events';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { cardOf } from './testing';

it('is what an administrator reads', () => {
  const recommend = ({ signal, level }: { signal: string; level: string }) =>
    signal === 'reschedules' && level === 'high' ? 'Call the tutor.' : undefined;
  const card = cardOf({ counted: 21, tutorMoved: 6, held: 15, movesTutor: 7, movesStudent: 1 }, undefined, {
    recommend,
    facts: { reschedules: ['f1', 'f2'] },
  });
  expect(card).toMatchObject({
    tutorId: 'ana',
    name: 'Ana Ruiz',
    asOf: '2026-03-02',
    riskLevel: 'high',
    needsYou: true,
    score: 52,
    reason: '6 of 21 moved by the tutor in 30 days = 29 %, likely 14–50 %; limit 15 %',
    parts: [
      { part: 'reschedules', points: -48 },
      { part: 'no-shows', points: 0 },
      { part: 'cancellations', points: 0 },
      { part: 'first-sessions', points: 0 },
    ],
    departedAt: null,
    ruleSetVersion: 1,
  });
  expect(card.windows['30']).toEqual({
    counted: 21,
    tutorMoved: 6,
    held: 15,
    missed: 0,
    tutorCancelled: 0,
    moves: { tutor: 7, student: 1, platform: 0 },
    rescheduleRate: 6 / 21,
    noShowRate: 0,
    cancellationRate: 0,
  });
  expect(card.readings[0]).toMatchObject({
    signal: 'reschedules',
    facts: ['f1', 'f2'],
    recommendation: 'Call the tutor.',
  });
  expect(card.readings[1]).not.toHaveProperty('recommendation');
  expect(Value.Check(scoreCardSchema, card)).toBe(true);
});

it('has null rates over 0', () =>
  expect(cardOf({}).windows['7']).toMatchObject({ rescheduleRate: null, noShowRate: null, cancellationRate: null }));

it('gives the reason of the worst reading, of equals the one that costs most', () => {
  expect(cardOf({ counted: 20, tutorMoved: 4, held: 17, missed: 3 }).reason).toMatch(/^4 of 20 moved/);
  expect(cardOf({ counted: 20, tutorMoved: 1, held: 17, missed: 3 }).reason).toMatch(/^3 of 20 missed/);
  expect(cardOf({ counted: 20, held: 19, missed: 1, firstMissed: 1 }).reason).toMatch(/^1 first session/);
  expect(cardOf({ counted: 2, held: 2 }).reason).toBe(
    'Only 2 sessions in 90 days, 0 moved by the tutor; 5 are needed to judge',
  );
  expect(cardOf({ counted: 20, held: 20 }).reason).toMatch(/^0 of 20 moved/);
});

const few = fc.integer({ min: 0, max: 40 });
const counts = fc
  .record({ kept: few, tutorMoved: few, held: few, missed: fc.nat(8), tutorCancelled: fc.nat(8), first: fc.nat(8) })
  .map(({ kept, first, ...rest }) => ({
    ...rest,
    counted: kept + rest.tutorMoved,
    firstMissed: Math.min(first, rest.missed),
  }));
const cards = fc.tuple(counts, counts).map(([month, quarter]) => cardOf(month, quarter));

it('has a score that is 100 and the sum of its parts, and stays within 0–100', () => {
  fc.assert(
    fc.property(cards, ({ score, parts }) => {
      expect(100 + parts.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      for (const { points } of parts) expect(Object.is(points, -0) || !Number.isInteger(points)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

it('puts those who need somebody first, then early signals, watch, ok, too few sessions, and last who left', () => {
  const rank = ({ riskLevel, needsYou }: ScoreCard) =>
    needsYou ? 5 : { high: 4, watch: 3, ok: 2, 'insufficient-data': 1 }[riskLevel];
  fc.assert(
    fc.property(cards, cards, (a, b) => {
      expect(a.priority).toBeGreaterThan(0);
      expect(a.priority).toBeLessThanOrEqual(100);
      if (rank(a) > rank(b)) expect(a.priority).toBeGreaterThan(b.priority);
    }),
    { numRuns: 1000 },
  );
  const departed = cardOf({ counted: 20, tutorMoved: 20 }, undefined, { departedAt: 0 });
  expect(departed).toMatchObject({ riskLevel: 'high', priority: 0, departedAt: '1970-01-01T00:00:00.000Z' });
});

it('puts the busier, the surer and the worse first within a group', () => {
  const moved = (counted: number, tutorMoved: number, held: number) => cardOf({ counted, tutorMoved, held }).priority;
  expect(moved(20, 6, 40)).toBeGreaterThan(moved(20, 6, 10));
  expect(moved(20, 10, 20)).toBeGreaterThan(moved(20, 6, 20));
  expect(moved(40, 12, 20)).toBeGreaterThan(moved(20, 6, 20));
});
