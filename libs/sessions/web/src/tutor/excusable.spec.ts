import { decisionOn } from './excusable';

const moved = (by: string, excused = false, standing: 'standing' | 'retracted' = 'standing', data = {}) => ({
  type: 'tutoring.session.rescheduled.v1',
  data: { initiatedBy: by, ...data },
  excused,
  standing,
});

describe('what can be decided about a fact', () => {
  it('excuses what the tutor caused', () => {
    expect(decisionOn(moved('tutor'))).toBe('excuse');
    expect(decisionOn({ ...moved('tutor'), type: 'tutoring.session.cancelled.v1' })).toBe('excuse');
    expect(decisionOn({ ...moved(''), type: 'tutoring.session.no-show.v1', data: { missedBy: 'tutor' } })).toBe(
      'excuse',
    );
  });

  it('leaves alone what somebody else caused, and what is retracted', () => {
    expect(decisionOn(moved('student'))).toBeUndefined();
    expect(decisionOn(moved('tutor', false, 'retracted'))).toBeUndefined();
    expect(decisionOn({ ...moved('tutor'), type: 'tutoring.session.completed.v1' })).toBeUndefined();
  });

  it('withdraws an administrator’s excuse, not the platform’s', () => {
    expect(decisionOn(moved('tutor', true))).toBe('withdraw');
    expect(decisionOn(moved('tutor', true, 'standing', { excused: true }))).toBeUndefined();
  });
});
