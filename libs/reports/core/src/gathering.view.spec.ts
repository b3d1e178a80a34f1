import { exampleCancelled, exampleCard, exampleChange, exampleEnded, exampleLinks, exampleTutors } from './examples';
import { gatheringView, type Gathered } from './gathering.view';

const { ana, ben, carla, dmitri } = exampleTutors;
const reader = { email: 'a@b.example', policy: 'smart', timeZone: 'UTC' } as const;
const due = Date.parse('2026-11-24T16:20:00Z');
const view = (given: Partial<Gathered>) =>
  gatheringView('roll-up', { ended: [], cancelled: [], changes: [], ...given }, reader, exampleLinks, due, due);

it('opens with what needs a look, the worst first', () => {
  const { notable, quiet, cancelled, subject, headline } = view({
    ended: [
      exampleEnded(ben),
      exampleEnded(dmitri),
      exampleEnded(ben, { sessionId: 's2', missedBy: 'student' }),
      exampleEnded(carla, { outcome: 'missed', before: exampleCard(carla, { missed: 2 }) }),
    ],
    cancelled: [exampleCancelled(ben)],
    changes: [exampleChange(ana)],
  });
  expect(notable.map(({ tutor, what }) => [tutor, what])).toEqual([
    ['Ana Ruiz', 'now high risk (was watch)'],
    ['Carla Mendes', 'missed, now high risk'],
    ['Dmitri Volkov', 'held'],
    ['Ben Ito', 'student did not come'],
  ]);
  expect(quiet).toEqual([{ tutor: 'Ben Ito', url: exampleLinks.tutor(ben.tutorId), times: 'Tue 15:00' }]);
  expect(cancelled.map(({ what }) => what)).toEqual(['called off by the student']);
  expect(subject).toBe('▲ 2 new at high risk, 1 no-show – roll-up 16:20, 5 sessions');
  expect(headline).toBe('2 tutors new at high risk');
});

it('says so when nothing needs anybody', () => {
  expect(view({ ended: [exampleEnded(ben)] })).toMatchObject({
    subject: 'No concerns – roll-up 16:20, 1 session',
    headline: 'Nothing needs you',
    notable: [],
    more: '',
  });
});

it('says what it leaves out', () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    exampleEnded({ ...ben, tutorId: `t${index}` }, { sessionId: `s${index}` }),
  );
  expect(view({ ended: many }).more).toBe('Not shown: 20 more tutors without concern.');
});
