import {
  countName,
  differenceWords,
  fieldName,
  inOrder,
  progressOf,
  progressWords,
  rebuildSentence,
} from './rebuild-words';

const comparison = {
  tutors: 412,
  differingTutors: 3,
  counts: 5,
  levels: 1,
  at: '2026-11-24T12:00:00Z',
  records: 9,
  totals: { active: {}, rebuilt: {} },
  items: [],
};
const told = {
  kind: 'rebuild',
  state: 'folding',
  folded: 412_000,
  total: 3_000_000,
  fromVersion: 1,
  toVersion: 2,
  dryRun: false,
  comparison: null,
} as const;

describe('a rebuild in words', () => {
  it('says what readers see meanwhile', () => {
    expect(rebuildSentence(told)).toBe('Version 2 is being made from the log; readers still see version 1.');
    expect(rebuildSentence({ ...told, folded: told.total })).toBe(
      'Version 2 holds all of the log; its indexes and score cards are being made. Readers still see version 1.',
    );
    expect(rebuildSentence({ ...told, state: 'paused' })).toContain('412,000 of 3,000,000');
    expect(rebuildSentence({ ...told, state: 'differs', comparison })).toBe(
      '3 tutors of 412 differ: 5 counts, 1 level. Readers see version 1 until you decide.',
    );
    expect(rebuildSentence({ ...told, state: 'differs', comparison, dryRun: true })).toContain('only to be compared');
  });

  it('says that nothing differs', () =>
    expect(differenceWords({ ...comparison, differingTutors: 0, counts: 0, levels: 0 })).toBe(
      'None of 412 tutors differs in any figure.',
    ));

  it('leaves out a rate and a time that are not known', () => {
    expect(progressWords({ ...told, perSecond: 98_000.4, secondsLeft: 26 })).toBe(
      '412,000 of 3,000,000 records · 98,000 a second · 26 s left',
    );
    expect(progressWords({ ...told, perSecond: 0.3, secondsLeft: null })).toBe('412,000 of 3,000,000 records');
    expect(progressWords({ ...told, total: 0, perSecond: null, secondsLeft: 0 })).toBe('The log is being measured …');
    expect(progressWords({ ...told, folded: 9, total: 9, perSecond: 2, secondsLeft: 0 })).toBe('All 9 records');
    expect(progressWords({ ...told, perSecond: null, secondsLeft: null })).toBe('412,000 of 3,000,000 records');
  });

  it('names what is counted, and what differs', () => {
    expect(inOrder(['other_one', 'missed', 'facts'])).toEqual(['facts', 'missed', 'other_one']);
    expect(countName('other_one')).toBe('other one');
    expect(fieldName('2026-11-03 tutor_moved')).toBe('3 Nov 2026: Moved by the tutor');
    expect(fieldName('30 days rescheduleRate')).toBe('30 days reschedule rate');
  });

  it('is never more than whole, and nothing of nothing', () => {
    expect(progressOf({ folded: 5, total: 4 })).toBe(1);
    expect(progressOf({ folded: 0, total: 0 })).toBe(0);
  });
});
