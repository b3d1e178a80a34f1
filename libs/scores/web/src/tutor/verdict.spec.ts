import type { TutorItem } from '@tq/platform/web';
import { evidenceWords, verdict } from './verdict';

const tutor = (part: Partial<TutorItem>) =>
  ({ riskLevel: 'high', needsYou: true, levelSince: '2026-11-12', departedAt: null, ...part }) as TutorItem;

describe('verdict', () => {
  it.each([
    [{}, 'Needs you; high risk since 12 Nov'],
    [{ needsYou: false }, 'Early signal since 12 Nov: high, on thin evidence'],
    [{ riskLevel: 'watch' }, 'On watch since 12 Nov'],
    [{ riskLevel: 'ok', levelSince: null }, 'Nothing to do'],
    [{ riskLevel: 'insufficient-data' }, 'Too few sessions to judge'],
    [{ departedAt: '2026-11-20T10:00:00Z' }, 'Left on 20 Nov'],
  ] as const)('of %p is %p', (part, words) => expect(verdict(tutor(part))).toBe(words));
});

describe('evidenceWords', () => {
  it('says how sure it is', () =>
    expect(
      evidenceWords(
        tutor({ evidence: { grade: 'likely', probability: 0.7, interval: [0.16, 0.43], window: 30 } }),
        0.15,
      ),
    ).toBe('Likely: the chance that the true rate exceeds 15 % is 70 %; the true rate is likely 16–43 % (30 days).'));
  it('says nothing where nothing was counted', () =>
    expect(
      evidenceWords(tutor({ evidence: { grade: null, probability: null, interval: null, window: 30 } }), 0.15),
    ).toBeUndefined());
});
