import type { SessionItem } from '@tq/platform/web';
import { noMailWords, stateWords, stepText } from './session-words';

describe('a session in words', () => {
  it.each([
    [{ state: 'held', closedBy: null, excused: false }, 'Held'],
    [{ state: 'held', closedBy: 'student', excused: false }, 'Held, student did not come'],
    [{ state: 'missed', closedBy: 'tutor', excused: true }, 'Missed by the tutor, excused'],
    [{ state: 'cancelled', closedBy: 'platform', excused: false }, 'Cancelled by the platform'],
    [{ state: 'open', closedBy: null, excused: false }, 'Planned'],
  ] as const)('%p is %p', (session, words) => expect(stateWords(session)).toBe(words));

  it('says how long a step took', () => {
    const at = '2026-11-24T10:00:00.000Z';
    expect(stepText(at, '2026-11-24T10:00:00.240Z')).toBe('+0.2 s');
    expect(stepText(at, '2026-11-24T10:04:00.000Z')).toBe('+4 min');
    expect(stepText(at, null)).toBe('');
  });

  it('tells a mail that is to come from one that is not', () => {
    const now = Date.parse('2026-11-24T10:10:00Z');
    const session = {
      state: 'held',
      receivedAt: '2026-11-24T10:00:00Z',
      scoredAt: '2026-11-24T10:00:01Z',
    } as SessionItem;
    expect(noMailWords(session, now)).toBe('Waiting');
    expect(noMailWords(session, now + 3_600_000)).toBe('Not mailed');
    expect(noMailWords({ ...session, state: 'cancelled' }, now)).toBe('In roll-ups only');
    expect(noMailWords({ ...session, scoredAt: null }, now)).toBe('History, not mailed');
    expect(noMailWords({ ...session, scoredAt: null }, now - 595_000)).toBe('Waiting');
  });
});
