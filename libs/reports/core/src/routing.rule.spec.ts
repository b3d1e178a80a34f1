import fc from 'fast-check';
import type { ScoreEvent } from '@tq/events';
import { exampleCancelled, exampleCard, exampleChange, exampleEnded, exampleTutors } from './examples';
import { policies, type Policy } from './recipient';
import { isOwed, isPoorFirst, routeOf } from './routing.rule';
import type { EndedSession, LevelChange } from './score-data';

const { ana, ben } = exampleTutors;
const now = Date.parse('2026-11-24T16:05:00Z');
const event = (type: ScoreEvent['type'], data: ScoreEvent['data']): ScoreEvent =>
  ({
    specversion: '1.0',
    source: '/scoring',
    subject: data.tutorId,
    id: 'x',
    type,
    time: '2026-11-24T16:00:00Z',
    data,
  }) as ScoreEvent;
const ended = (given: Partial<EndedSession> = {}, tutor: typeof ben | typeof ana = ben) =>
  event('tutoring.session.ended.v1', exampleEnded(tutor, given));
const changed = (given: Partial<LevelChange> = {}) => event('tutoring.score.changed.v1', exampleChange(ana, given));
const quiet = { reportsThisHour: 0, alertedLately: false };
const inMail = (what: ScoreEvent, policy: Policy, sent = quiet, most = 30) =>
  routeOf(what, { email: 'a@b.example', policy, timeZone: 'UTC' }, sent, now, most)?.in ?? null;

const raised = ended({ before: exampleCard(ana, { tutorMoved: 5 }) }, ana);
const cleared = ended({ before: exampleCard(ana) });
const noShow = ended({ outcome: 'missed', missedBy: 'tutor' });
const studentAway = ended({ missedBy: 'student' });
const poorFirst = ended({ isFirstSession: true, tutorJoinedAt: '2026-11-24T15:12:00Z' });
const cancelled = event('tutoring.session.closed.v1', exampleCancelled(ben));

it.each([
  ['a quiet session', ended(), 'session-report', 'roll-up'],
  ['a raised flag', raised, 'session-report', 'session-report'],
  ['a cleared flag', cleared, 'session-report', 'session-report'],
  ['a no-show', noShow, 'session-report', 'session-report'],
  ['a student who did not come', studentAway, 'session-report', 'session-report'],
  ['a poor first session', poorFirst, 'session-report', 'session-report'],
  ['a cancelled session', cancelled, 'roll-up', 'roll-up'],
  ['a flag raised in between', changed(), 'flag-alert', 'flag-alert'],
  [
    'a flag cleared in between',
    changed({ before: { riskLevel: 'high', needsYou: true }, card: exampleCard(ben) }),
    'roll-up',
    'roll-up',
  ],
] as const)('%s', (_what, what, every, smart) => {
  expect([inMail(what, 'every'), inMail(what, 'smart'), inMail(what, 'daily')]).toEqual([every, smart, 'daily-digest']);
});

it('holds back single reports above the limit, never a raised flag or a tutor’s no-show', () => {
  const full = { reportsThisHour: 30, alertedLately: false };
  expect([ended(), cleared, studentAway, poorFirst].map((what) => inMail(what, 'every', full))).toEqual(
    Array(4).fill('roll-up'),
  );
  expect([raised, noShow].map((what) => inMail(what, 'every', full))).toEqual(['session-report', 'session-report']);
  expect(inMail(ended(), 'every', { ...full, reportsThisHour: 29 })).toBe('session-report');
  expect(inMail(ended(), 'every', { ...full, reportsThisHour: 1e6 }, 0)).toBe('session-report');
});

it('what is held back comes within the hour', () => {
  const route = routeOf(
    ended(),
    { email: 'a@b.example', policy: 'every', timeZone: 'UTC' },
    { reportsThisHour: 30, alertedLately: false },
    now,
    30,
  );
  expect(route).toEqual({ in: 'roll-up', due: Date.parse('2026-11-24T16:20:00Z') });
});

it('alerts once in twenty minutes; further flags go into the next roll-up', () => {
  expect(inMail(changed(), 'every', { reportsThisHour: 0, alertedLately: true })).toBe('roll-up');
});

it('says nothing of levels that are no flags, nor of a first card', () => {
  expect(inMail(changed({ before: null }), 'every')).toBeNull();
  expect(
    inMail(changed({ before: { riskLevel: 'insufficient-data', needsYou: false }, card: exampleCard(ben) }), 'every'),
  ).toBeNull();
});

it('does not tell a new recipient what was scored more than a day before', () => {
  expect(isOwed(ended({ scoredAt: '2026-11-24T15:58:02Z' }), Date.parse('2026-11-25T12:00:00Z'))).toBe(true);
  expect(isOwed(ended({ scoredAt: '2026-11-24T15:58:02Z' }), Date.parse('2026-11-25T17:00:00Z'))).toBe(false);
});

it.each([
  [
    'moved by the tutor',
    {
      moves: [
        {
          by: 'tutor',
          at: '2026-11-23T00:00:00Z',
          from: '2026-11-24T00:00:00Z',
          to: '2026-11-24T15:00:00Z',
          excused: false,
          reasonCode: 'other',
        },
      ],
    },
    true,
  ],
  [
    'moved by the student',
    {
      moves: [
        {
          by: 'student',
          at: '2026-11-23T00:00:00Z',
          from: '2026-11-24T00:00:00Z',
          to: '2026-11-24T15:00:00Z',
          excused: false,
          reasonCode: 'other',
        },
      ],
    },
    false,
  ],
  ['ten minutes late', { tutorJoinedAt: '2026-11-24T15:10:00Z' }, true],
  ['less than half of the time', { endedAt: '2026-11-24T15:30:00Z' }, true],
  ['as planned', {}, false],
] as const)('a first session %s is poor: %s', (_what, given, poor) => {
  expect(isPoorFirst(exampleEnded(ben, { isFirstSession: true, ...(given as Partial<EndedSession>) }))).toBe(poor);
  expect(isPoorFirst(exampleEnded(ben, { ...(given as Partial<EndedSession>) }))).toBe(false);
});

it('gives every session that ended to every recipient, now or in the next gathering', () => {
  const bit = fc.boolean();
  fc.assert(
    fc.property(
      fc.constantFrom(ended(), raised, cleared, noShow, studentAway, poorFirst),
      fc.constantFrom(...policies),
      fc.nat(100),
      bit,
      fc.nat(100),
      (what, policy, reportsThisHour, alertedLately, most) => {
        const route = routeOf(
          what,
          { email: 'a@b.example', policy, timeZone: 'Asia/Kathmandu' },
          { reportsThisHour, alertedLately },
          now,
          most,
        );
        expect(route).not.toBeNull();
        expect(route?.due).toBeGreaterThanOrEqual(now);
        if (policy !== 'daily') expect(route?.due).toBeLessThanOrEqual(now + 3_600_000);
      },
    ),
    { numRuns: 1000 },
  );
});
