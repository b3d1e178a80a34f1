import { standardRuleSet } from '@tq/events';
import { cardOf } from './testing';

const kept = (held: number) => ({ counted: held, held });
const uneasy = { prior: { alpha: 30, beta: 150 } };

describe('insufficient-data', () => {
  it('is fewer than 5 counted in 90 days', () => {
    expect(cardOf({ counted: 4, tutorMoved: 4 }).riskLevel).toBe('insufficient-data');
    expect(cardOf({ counted: 0 }, kept(5)).riskLevel).toBe('ok');
    expect(cardOf({ ...kept(3), tutorCancelled: 9, firstMissed: 1 }).riskLevel).toBe('insufficient-data');
  });

  it('is not when two were missed in 30 days', () => {
    expect(cardOf({ counted: 2, missed: 2 })).toMatchObject({ riskLevel: 'high', needsYou: true });
    expect(cardOf({ counted: 2, missed: 1 }, { counted: 4, missed: 3 }).riskLevel).toBe('insufficient-data');
  });

  it('still looks at likely evidence on few sessions when two were missed', () =>
    expect(cardOf({ counted: 2, tutorMoved: 2, held: 58, missed: 2 }).riskLevel).toBe('watch'));
});

describe('high', () => {
  it('is the contract’s example: 4 of 20 moved = 20 %', () => {
    const card = cardOf({ counted: 20, tutorMoved: 4, held: 20, movesTutor: 5 });
    expect(card.windows['30'].rescheduleRate).toBe(0.2);
    // Beta(5, 25) above 0.15; SciPy 1.17.1, scipy.stats.beta.sf
    expect(card.evidence.probability).toBeCloseTo(0.555486571068526, 12);
    expect(card).toMatchObject({ riskLevel: 'high', needsYou: true, evidence: { grade: 'likely', window: 30 } });
  });

  it('is an early signal while the evidence is early', () =>
    expect(cardOf({ counted: 5, tutorMoved: 1, held: 5 })).toMatchObject({
      riskLevel: 'high',
      needsYou: false,
      evidence: { grade: 'early' },
    }));

  it('is judged on 90 days, with their evidence, where 30 days hold fewer than 5', () =>
    expect(cardOf({ counted: 4 }, { counted: 40, tutorMoved: 12 })).toMatchObject({
      riskLevel: 'high',
      needsYou: true,
      evidence: { grade: 'confirmed', window: 90 },
    }));

  it('needs somebody when it is by no-shows, whatever the evidence', () =>
    expect(cardOf({ ...kept(30), held: 28, missed: 2 })).toMatchObject({
      riskLevel: 'high',
      needsYou: true,
      evidence: { grade: 'early' },
    }));
});

describe('watch', () => {
  it('is likely evidence with two moved', () =>
    expect(cardOf({ counted: 14, tutorMoved: 2 }, undefined, uneasy)).toMatchObject({
      riskLevel: 'watch',
      needsYou: false,
    }));
  it('is a missed first session in 30 days', () =>
    expect(cardOf({ ...kept(20), missed: 1, firstMissed: 1 }).riskLevel).toBe('watch'));
  it('is two missed at or under 5 %', () =>
    expect(cardOf({ ...kept(40), held: 38, missed: 2 }).riskLevel).toBe('watch'));
  it('is a cancellation rate above 15 % of at least 5', () => {
    expect(cardOf({ ...kept(20), tutorCancelled: 4 }).riskLevel).toBe('watch');
    expect(cardOf({ counted: 9, held: 3, tutorCancelled: 1 }).riskLevel).toBe('ok');
  });
});

it('is ok else', () => expect(cardOf(kept(20))).toMatchObject({ riskLevel: 'ok', needsYou: false }));

it('has no evidence without a counted session', () =>
  expect(cardOf({}).evidence).toEqual({ grade: null, probability: null, interval: null, window: 90 }));

it('follows every field of the rule set', () => {
  const by = (rules: Partial<typeof standardRuleSet>, ...counts: Parameters<typeof cardOf>) =>
    cardOf(counts[0], counts[1], { rules: { ...standardRuleSet, version: 7, ...rules } });
  const moved = { counted: 20, tutorMoved: 4, held: 20 };
  expect(by({}, moved)).toMatchObject({ riskLevel: 'high', ruleSetVersion: 7 });
  expect(by({ rescheduleLimit: 0.2 }, moved).riskLevel).toBe('ok');
  expect(by({ minimumCounted: 21 }, moved).riskLevel).toBe('insufficient-data');
  expect(by({ window: 90 }, moved, kept(40)).riskLevel).toBe('ok');
  expect(by({ fallbackWindow: 30 }, kept(4), kept(40)).riskLevel).toBe('insufficient-data');
  expect(by({ evidence: { confirmed: 0.55, likely: 0.5 } }, moved).evidence.grade).toBe('confirmed');
  expect(by({ evidence: { confirmed: 0.8, likely: 0.6 } }, moved)).toMatchObject({
    evidence: { grade: 'early' },
    needsYou: false,
  });
  expect(by({ evidence: { confirmed: 0.8, likely: 0.2 } }, { counted: 15, tutorMoved: 2 }).riskLevel).toBe('watch');
  expect(
    by({ evidence: { confirmed: 0.8, likely: 0.2 }, watchMinimumMoved: 3 }, { counted: 15, tutorMoved: 2 }).riskLevel,
  ).toBe('ok');
  expect(by({ noShow: { minimum: 1, limit: 0.05 } }, { ...kept(9), missed: 1 }).riskLevel).toBe('high');
  expect(by({ cancellation: { minimum: 30, limit: 0.1 } }, { ...kept(9), tutorCancelled: 9 }).riskLevel).toBe('ok');
});
