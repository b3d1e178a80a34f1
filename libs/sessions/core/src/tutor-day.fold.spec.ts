import {
  cancelledByPlatform,
  cancelledByStudent,
  cancelledByTutor,
  completed,
  missedByStudent,
  missedByTutor,
  movedByPlatform,
  movedByStudent,
  movedByTutor,
  rated,
  scheduled,
} from './testing/events';
import { given } from './testing/given';

describe('counted', () => {
  it('counts a held session on the day it is held', () =>
    given(scheduled('s1', 'Mon'), completed('s1', 'Fri')).days({ Fri: { counted: 1, held: 1 } }));

  it('counts a session once, on the day the tutor first moved it', () =>
    given(
      scheduled('s1', 'Mon 10:00'),
      movedByTutor('s1', 'Mon 11:00'),
      movedByTutor('s1', 'Tue'),
      completed('s1', 'Fri'),
    ).days({
      Mon: { counted: 1, tutorMoved: 1, movesTutor: 1 },
      Tue: { movesTutor: 1 },
      Fri: { held: 1 },
    }));

  it('waits for no closing: a moved session counts while it is open', () =>
    given(scheduled('s1', 'Mon'), movedByTutor('s1', 'Tue')).days({
      Tue: { counted: 1, tutorMoved: 1, movesTutor: 1 },
    }));

  it('passes over an excused move to the first unexcused one', () =>
    given(
      movedByTutor('s1', 'Mon', { excused: true }),
      movedByTutor('s1', 'Tue', { excused: false }),
      completed('s1', 'Wed'),
    ).days({ Mon: { movesTutor: 1 }, Tue: { counted: 1, tutorMoved: 1, movesTutor: 1 }, Wed: { held: 1 } }));

  it('does not hold others’ moves against the tutor', () =>
    given(movedByStudent('s1', 'Mon'), movedByPlatform('s1', 'Tue'), completed('s1', 'Wed')).days({
      Mon: { movesStudent: 1 },
      Tue: { movesPlatform: 1 },
      Wed: { counted: 1, held: 1 },
    }));

  it.each([
    ['student', cancelledByStudent],
    ['platform', cancelledByPlatform],
  ])('leaves out a session that the %s called off, unless the tutor moved it before', (_who, calledOff) => {
    given(scheduled('s1', 'Mon'), calledOff('s1', 'Tue')).days({});
    given(movedByTutor('s1', 'Mon', { excused: true }), calledOff('s1', 'Tue')).days({ Mon: { movesTutor: 1 } });
    given(movedByTutor('s1', 'Mon'), calledOff('s1', 'Tue')).days({
      Mon: { counted: 1, tutorMoved: 1, movesTutor: 1 },
    });
  });

  it('has nothing of a session that is only planned or rated', () =>
    given(scheduled('s1', 'Mon'), rated('s2', 'Tue')).days({}));
});

describe('held, missed and tutorCancelled', () => {
  it('is held when the student does not come, whoever says it is excused', () =>
    given(missedByStudent('s1', 'Tue', { excused: true })).days({ Tue: { counted: 1, held: 1 } }));

  it('is missed when the tutor does not come', () =>
    given(scheduled('s1', 'Mon'), missedByTutor('s1', 'Tue')).days({ Tue: { counted: 1, missed: 1 } }));

  it('stands out when a first session is missed', () =>
    given(scheduled('s1', 'Mon', { isFirstSession: true }), missedByTutor('s1', 'Tue')).days({
      Tue: { counted: 1, missed: 1, firstMissed: 1 },
    }));

  it('is missed although a move had made it counted before', () =>
    given(movedByTutor('s1', 'Mon'), missedByTutor('s1', 'Tue')).days({
      Mon: { counted: 1, tutorMoved: 1, movesTutor: 1 },
      Tue: { missed: 1 },
    }));

  it('has nothing of an excused no-show or cancellation, which close all the same', () => {
    given(missedByTutor('s1', 'Mon', { excused: true }), completed('s1', 'Tue')).days({});
    given(cancelledByTutor('s1', 'Mon', { excused: true }), missedByTutor('s1', 'Tue')).days({});
  });

  it('is tutorCancelled when the tutor calls it off', () =>
    given(cancelledByTutor('s1', 'Mon')).days({ Mon: { counted: 1, tutorCancelled: 1 } }));

  it('counts a move and a cancellation each on its day', () =>
    given(movedByTutor('s1', 'Mon'), cancelledByTutor('s1', 'Wed')).days({
      Mon: { counted: 1, tutorMoved: 1, movesTutor: 1 },
      Wed: { tutorCancelled: 1 },
    }));
});

it('knows nothing of moves after the closing', () =>
  given(completed('s1', 'Mon'), movedByTutor('s1', 'Tue')).days({ Mon: { counted: 1, held: 1 } }));

it('counts the sessions of a day together', () =>
  given(completed('s1', 'Mon 10:00'), completed('s2', 'Mon 11:00'), missedByTutor('s3', 'Mon 12:00')).days({
    Mon: { counted: 3, held: 2, missed: 1 },
  }));
