import { DAY } from './calendar';
import type { Platform } from './platform';
import { riskOn, trueRatesOn } from './truth';
import { tutorOf, type Tutor } from './tutor';

const origin = Date.UTC(2026, 7, 26);
const firstDay = origin / DAY;
const steady = { kind: 'steady', moves: 0.05, noShows: 0.004, cancels: 0.01 } as const;
const tutorWith = (habits: Tutor['habits']): Tutor => ({
  ...tutorOf({ seed: 1, tutors: 1, perDay: 3, origin }, 0),
  registeredAt: origin - DAY,
  departsAt: null,
  habits,
});

describe('the hidden truth', () => {
  it('has about one tutor of ten at risk, for several seeds', () => {
    for (const seed of [1, 2, 3]) {
      const platform: Platform = { seed, tutors: 1000, perDay: 3000, origin };
      const atRisk = Array.from({ length: 1000 }, (_, index) => riskOn(tutorOf(platform, index), firstDay + 45)).filter(
        ({ length }) => length > 0,
      );
      expect(atRisk.length).toBeGreaterThan(75);
      expect(atRisk.length).toBeLessThan(130);
    }
  });

  it('counts a decliner from 14 days before the rate passes the limit', () => {
    const turns = firstDay + 40;
    const tutor = tutorWith({
      ...steady,
      kind: 'decliner',
      change: { from: turns, over: 20, moves: 0.4, ends: turns + 100 },
    });
    const first = Array.from({ length: 80 }, (_, i) => firstDay + i).find((day) => riskOn(tutor, day).length > 0);
    const passes = Array.from({ length: 80 }, (_, i) => firstDay + i).find(
      (day) => trueRatesOn(tutor, day).reschedules > 0.15,
    );
    expect((passes ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(7);
    expect((passes ?? 0) - (first ?? 0)).toBeLessThanOrEqual(14);
  });

  it('does not hold weeks of illness against a tutor', () => {
    expect(
      riskOn(tutorWith({ ...steady, kind: 'illness', ill: { from: firstDay, to: firstDay + 10 } }), firstDay + 5),
    ).toEqual([]);
  });

  it('is silent about tutors who are not there yet, or no more', () => {
    const chronic = { ...steady, kind: 'chronic', moves: 0.4 } as const;
    expect(riskOn(tutorWith(chronic), firstDay)).toEqual(['reschedules']);
    expect(riskOn({ ...tutorWith(chronic), departsAt: origin }, firstDay)).toEqual([]);
    expect(riskOn({ ...tutorWith(chronic), registeredAt: origin + 5 * DAY }, firstDay)).toEqual([]);
  });
});
