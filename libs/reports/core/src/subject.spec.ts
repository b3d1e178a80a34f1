import fc from 'fast-check';
import { exampleCard, exampleChange, exampleEnded, exampleTutors } from './examples';
import { alertSubject, sessionSubject } from './subject';

const { ana, ben, carla, dmitri, eve } = exampleTutors;
const okBefore = exampleCard(ana, { tutorMoved: 5 });

it.each([
  ['a raised flag', exampleEnded(ana, { before: okBefore }), '▲ High risk: Ana Ruiz – 6 of 21 moved (29 %)'],
  ['a quiet session', exampleEnded(ben), 'Session report: Ben Ito, Tue 16:00 – no concerns'],
  ['a high tutor again', exampleEnded(dmitri), '▲ Still high: Dmitri Volkov, Tue 16:00 – 3 of 19 moved (16 %)'],
  ['a newcomer', exampleEnded(eve), 'Session report: Eve Laurent, Tue 16:00 – 3 sessions so far'],
  [
    'a no-show',
    exampleEnded(ben, { outcome: 'missed', missedBy: 'tutor' }),
    'No-show: Ben Ito missed Tue 16:00 – ● OK',
  ],
  [
    'a no-show that raises',
    exampleEnded(carla, { outcome: 'missed', before: exampleCard(carla, { missed: 2 }) }),
    '▲ High risk: Carla Mendes – 2 no-shows of 14 (14 %)',
  ],
  [
    'a student who did not come',
    exampleEnded(ben, { missedBy: 'student' }),
    'Session report: Ben Ito, Tue 16:00 – student did not come',
  ],
  ['a cleared flag', exampleEnded(ben, { before: exampleCard(ana) }), '● Cleared: Ben Ito – 1 of 24 moved (4 %)'],
])('%s', (_what, session, subject) => expect(sessionSubject(session, 'Europe/Madrid')).toBe(subject));

it('names the worst of several in an alert', () => {
  expect(alertSubject([exampleChange(ana)])).toBe('▲ High risk: Ana Ruiz – 6 of 21 moved (29 %)');
  expect(alertSubject([exampleChange(ana), exampleChange(carla)])).toBe('▲ 2 tutors at high risk: Ana Ruiz and 1 more');
});

it('never exceeds 70 characters nor holds a line break, whatever the name', () => {
  const sessions = [
    exampleEnded(ana, { before: okBefore }),
    exampleEnded(ben),
    exampleEnded(dmitri),
    exampleEnded(eve),
    exampleEnded(carla, { outcome: 'missed', excused: true }),
  ];
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.constantFrom(...sessions), (tutorName, session) => {
      const subject = sessionSubject({ ...session, tutorName }, 'Europe/Madrid');
      expect([...subject].length).toBeLessThanOrEqual(70);
      expect(subject).not.toMatch(/[\r\n\u0000-\u001f\u202e]/);
    }),
    { numRuns: 1000 },
  );
});
