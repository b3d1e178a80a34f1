import { factRemark, factWords } from './fact-words';

describe('a fact in words', () => {
  it('says who moved it, to when and why', () =>
    expect(
      factWords({
        type: 'tutoring.session.rescheduled.v1',
        data: { initiatedBy: 'tutor', reasonCode: 'schedule-conflict', newStartsAt: '2026-11-24T10:00:00Z' },
      }),
    ).toMatch(/^Moved by the tutor to Tue,? 24 Nov,? \d\d:\d\d \(schedule conflict\)$/));

  it('shows what is missing as missing', () =>
    expect(factWords({ type: 'tutoring.session.no-show.v1', data: { missedBy: { not: 'text' } } })).toBe(
      'No-show of the ?',
    ));

  it('shows a type that it does not know by its name', () =>
    expect(factWords({ type: 'tutoring.session.paused.v2', data: {} })).toBe('session paused'));

  it('says why a fact does not count', () => {
    expect(factRemark({ standing: 'retracted', excused: false, anomaly: null })).toContain('Retracted');
    expect(factRemark({ standing: 'anomaly', excused: false, anomaly: 'After the closing.' })).toBe(
      'After the closing.',
    );
    expect(factRemark({ standing: 'standing', excused: true, anomaly: null })).toBe('Excused.');
    expect(factRemark({ standing: 'standing', excused: false, anomaly: null })).toBe('');
  });
});
