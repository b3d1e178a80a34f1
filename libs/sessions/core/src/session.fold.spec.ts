import type { Closing } from './session';
import {
  cancelledByStudent,
  completed,
  missedByStudent,
  missedByTutor,
  movedByStudent,
  movedByTutor,
  rated,
  scheduled,
} from './testing/events';
import { given } from './testing/given';
import { timeOf } from './testing/week';

const ms = (text: string) => Date.parse(timeOf(text));

it('is open until it closes, and known by what was planned', () =>
  given(scheduled('s1', 'Mon', { isFirstSession: true })).session('s1', {
    tutorId: 'ana',
    state: 'open',
    studentId: 'ben',
    lessonSubject: 'Algebra II',
    isFirstSession: true,
    startsAt: ms('Sat 16:00'),
    endsAt: ms('Sat 17:00'),
    closing: null,
  }));

it('is opened by whatever is first heard of it', () => {
  given(rated('s1', 'Mon')).session('s1', { state: 'open', studentId: null, startsAt: null });
  given(completed('s1', 'Mon')).session('s1', { state: 'held' });
});

it('is where it was last moved to', () =>
  given(
    scheduled('s1', 'Mon'),
    movedByTutor('s1', 'Tue', { newStartsAt: timeOf('Sun 08:00'), newEndsAt: timeOf('Sun 09:00') }),
    movedByStudent('s1', 'Wed'),
  ).session('s1', { startsAt: ms('Sun 10:00'), endsAt: ms('Sun 11:00') }));

it('stays where it was moved to when the plan is dated after the move', () =>
  given(movedByTutor('s1', 'Mon'), scheduled('s1', 'Tue', { isFirstSession: true })).session('s1', {
    startsAt: ms('Sun 10:00'),
    isFirstSession: true,
  }));

it('is closed by the first closing in the order of time, not of arrival', () => {
  const history = given(cancelledByStudent('s1', 'Wed'), completed('s1', 'Tue'), missedByTutor('s1', 'Thu'));
  history.session('s1', { state: 'held' });
  history.anomalies('after-closing e001', 'after-closing e003');
});

it('breaks a tie of time by id, then by source', () => {
  given(completed('s1', 'Mon', { id: 'b' }), missedByTutor('s1', 'Mon', { id: 'a' })).session('s1', {
    state: 'missed',
  });
  given(
    completed('s1', 'Mon', { id: 'a', source: '/z' }),
    missedByTutor('s1', 'Mon', { id: 'a', source: '/b' }),
  ).session('s1', { state: 'missed' });
});

it('orders by code point: upper case before lower case', () =>
  given(completed('s1', 'Mon', { id: 'a' }), missedByTutor('s1', 'Mon', { id: 'B' })).session('s1', {
    state: 'missed',
  }));

it('is held by the tutor when the student does not come', () =>
  given(missedByStudent('s1', 'Mon')).session('s1', {
    state: 'held',
    closing: expect.objectContaining({ by: 'student' }) as Closing,
  }));

it('keeps the first plan: a second changes nothing and is reported', () => {
  const history = given(
    scheduled('s1', 'Mon', { studentId: 'first' }),
    scheduled('s1', 'Tue', { studentId: 'second', source: '/other' }),
  );
  history.session('s1', { studentId: 'first' });
  history.anomalies('second-scheduled e002');
});

it('takes nothing from a plan that is dated after the closing', () => {
  const history = given(missedByTutor('s1', 'Mon'), scheduled('s1', 'Tue', { isFirstSession: true }));
  history.session('s1', { isFirstSession: false, studentId: null });
  history.days({ Mon: { counted: 1, missed: 1 } });
  history.anomalies('after-closing e002');
});

it('may be rated after it closed', () => given(completed('s1', 'Mon'), rated('s1', 'Tue')).anomalies());

it('is one session whatever the source says it', () =>
  given(scheduled('s1', 'Mon', { source: '/rails' }), completed('s1', 'Tue', { source: '/mobile' })).session('s1', {
    state: 'held',
    studentId: 'ben',
  }));

it('reports an end before its start, and counts all the same', () => {
  const history = given(
    scheduled('s1', 'Mon', { endsAt: timeOf('Sat 15:00') }),
    movedByTutor('s1', 'Tue', { newEndsAt: timeOf('Sun 09:00') }),
    completed('s1', 'Wed', { endedAt: timeOf('Mon') }),
  );
  history.anomalies('ends-before-start e001', 'ends-before-start e002', 'ends-before-start e003');
  history.days({ Tue: { counted: 1, tutorMoved: 1, movesTutor: 1 }, Wed: { held: 1 } });
});
