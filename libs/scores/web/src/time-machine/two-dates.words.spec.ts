import { comparisonSentence, directionOf, rates } from './two-dates.words';

const side = (
  riskLevel: 'high' | 'watch' | 'ok' | 'insufficient-data',
  needsYou = false,
  score = 80,
  rescheduleRate: number | null = 0.1,
) => ({
  riskLevel,
  needsYou,
  score,
  rescheduleRate,
});

describe('two readings of a tutor', () => {
  it.each([
    [side('ok'), side('watch'), 'worse'],
    [side('high'), side('high', true), 'worse'],
    [side('high', true), side('high'), 'better'],
    [side('ok', false, 80), side('ok', false, 79), 'worse'],
    [side('ok', false, 80), side('ok', false, 81), 'better'],
    [side('ok'), side('ok', false, 80, 0.2), 'same'],
    [null, side('ok'), 'new'],
    [side('ok'), null, 'gone'],
  ] as const)('%j then %j is %s', (before, after, direction) => expect(directionOf({ before, after })).toBe(direction));

  it('are put in words', () => {
    expect(rates({ before: null, after: side('ok') })).toBe('– → 10 %');
    expect(comparisonSentence({ changed: 1, tutors: 412 })).toBe('1 tutor of 412 stood differently.');
    expect(comparisonSentence({ changed: 0, tutors: 412 })).toBe('None of 412 tutors stood differently.');
  });
});
