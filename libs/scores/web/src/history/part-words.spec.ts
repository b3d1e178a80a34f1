import { figureFrom, figureText, unitsText } from './figure-words';
import { becameWords, partWords } from './part-words';

const side = (asOf: string, more = {}) => ({ asOf, prior: { alpha: 1, beta: 9 }, ruleSetVersion: 1, ...more }) as never;
const words = (part: object, before = side('2026-10-01'), after = side('2026-11-01')) =>
  partWords(part as never, { before, after });
const end = { window: 30, day: '2026-10-03', counted: 3, tutorMoved: 1, held: 2, missed: 0, tutorCancelled: 0 };

describe('a cause of a difference in words', () => {
  it('says what became of a fact', () => {
    const fact = { type: 'tutoring.session.completed.v1', data: {} };
    expect(becameWords('happened', fact)).toBe('Held');
    expect(becameWords('retracted', fact)).toBe('Retracted: held');
    expect(words({ cause: 'fact', how: 'learned', fact })).toBe('Learned later: held');
  });

  it('says which day left which window, and which is in it again where days are passed backwards', () => {
    expect(words({ cause: 'window-end', days: [end] })).toBe('3 Oct left the 30 days (3 sessions, 1 moved)');
    expect(words({ cause: 'window-end', days: [end] }, side('2026-11-09'), side('2026-11-01'))).toBe(
      '3 Oct is in the 30 days again (3 sessions, 1 moved)',
    );
  });

  it('names prior and rules', () => {
    expect(words({ cause: 'prior' }, undefined, side('2026-11-01', { prior: { alpha: 2.5, beta: 20 } }))).toBe(
      'What is usual among all tutors: Beta(1.00, 9.00), then Beta(2.50, 20.00)',
    );
    expect(words({ cause: 'rules' }, undefined, side('2026-11-01', { ruleSetVersion: 2 }))).toBe(
      'Rule set 2 instead of 1',
    );
  });
});

describe('figures and their differences', () => {
  it('are shown to the hundredth of a percentage point, so that what is read adds up', () => {
    expect([figureText('rescheduleRate', 2 / 7), figureText('score', 74), figureText('noShowRate', null)]).toEqual([
      '28.57\u00a0%',
      '74',
      '–',
    ]);
    expect([unitsText('rescheduleRate', -231), unitsText('score', 3), unitsText('evidence', 0)]).toEqual([
      '−2.31',
      '+3',
      '0',
    ]);
  });

  it('are those of the URL, else the score', () =>
    expect([figureFrom('evidence'), figureFrom('age'), figureFrom('')]).toEqual(['evidence', 'score', 'score']));
});
