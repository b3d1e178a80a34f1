import type { StepStandingItem } from '@tq/platform/web';
import { changedWords, passedWords, standingRows, windowRows } from './step-words';

const window = (counted: number, tutorMoved: number) => ({
  ...{ counted, tutorMoved, held: counted - tutorMoved, missed: 0, tutorCancelled: 0 },
  moves: { tutor: tutorMoved, student: 0, platform: 0 },
  rescheduleRate: counted === 0 ? null : tutorMoved / counted,
  noShowRate: null,
  cancellationRate: null,
});
const standing = (counted: number, moved: number, score: number, more: Partial<StepStandingItem> = {}) => ({
  ...{ riskLevel: 'ok' as const, needsYou: false, score, evidence: null },
  windows: { '7': window(0, 0), '30': window(counted, moved), '90': window(counted, moved) },
  ...more,
});

describe('what a fact changed', () => {
  const sides = { before: standing(6, 1, 90), after: standing(7, 2, 80, { riskLevel: 'high' }) };

  it('shows every rate and count of every window, and which of them changed', () => {
    const rows = windowRows(sides);
    expect(rows[0]).toEqual({
      label: 'Reschedule rate',
      changed: true,
      cells: [
        { before: '–', after: '–', changed: false },
        { before: '16.7\u00a0%', after: '28.6\u00a0%', changed: true },
        { before: '16.7\u00a0%', after: '28.6\u00a0%', changed: true },
      ],
    });
    expect(rows.filter(({ changed }) => changed).map(({ label }) => label)).toEqual([
      'Reschedule rate',
      'Counted sessions',
      'Moved by the tutor',
      'Moves by the tutor',
    ]);
    expect(standingRows(sides)[0]).toEqual({ label: 'Score', before: '90', after: '80', changed: true });
  });

  it('names the changed fields, and nothing where nothing changed', () => {
    expect(changedWords(sides)).toBe(
      'level, score, reschedule rate, counted sessions, moved by the tutor, moves by the tutor',
    );
    expect(changedWords({ before: sides.before, after: sides.before })).toBe('');
  });

  it('tells apart what days that passed did', () => {
    expect(passedWords(sides.before, standing(5, 1, 90))).toBe(
      'reschedule rate of 30 days 16.7\u00a0% → 20.0\u00a0%, reschedule rate of 90 days 16.7\u00a0% → 20.0\u00a0%',
    );
    expect(passedWords(sides.before, sides.before)).toBe('');
  });
});
