import {
  cancelledByStudent,
  completed,
  corrected,
  missedByTutor,
  movedByStudent,
  movedByTutor,
  retracted,
  scheduled,
} from './testing/events';
import { given } from './testing/given';
import { timeOf } from './testing/week';

describe('identity', () => {
  it('is the same event however often it comes', () => {
    const history = given(completed('s1', 'Mon', { id: 'a' }), completed('s1', 'Mon', { id: 'a' }));
    history.days({ Mon: { counted: 1, held: 1 } });
    history.anomalies();
  });

  it('is the lowest record where contents differ: by timestamp, then partition, then offset', () => {
    const earlier = { timestamp: 5, partition: 1, offset: 9 };
    const history = given(
      completed('s1', 'Mon', { id: 'a', record: { ...earlier, partition: 2, offset: 1 } }),
      completed('s1', 'Tue', { id: 'a', record: earlier }),
      missedByTutor('s1', 'Wed', { id: 'a', record: { ...earlier, offset: 10 } }),
      completed('s1', 'Thu', { id: 'a', record: { timestamp: 6, partition: 0, offset: 0 } }),
    );
    history.days({ Tue: { counted: 1, held: 1 } });
    history.anomalies('conflicting-contents a', 'dated-in-future a');
  });

  it('is not shared between sources', () =>
    given(completed('s1', 'Mon', { id: 'a' }), completed('s2', 'Mon', { id: 'a', source: '/other' })).days({
      Mon: { counted: 2, held: 2 },
    }));
});

describe('corrections', () => {
  it('give a fact its whole new data, wherever they come', () =>
    given(
      corrected('m', movedByStudent('s1', 'Mon'), 'Mon'),
      movedByTutor('s1', 'Tue', { id: 'm' }),
      completed('s1', 'Wed'),
    ).days({ Tue: { movesStudent: 1 }, Wed: { counted: 1, held: 1 } }));

  it('may move a fact in time', () =>
    given(
      completed('s1', 'Mon', { id: 'a' }),
      corrected('a', completed('s1', 'Mon'), 'Tue', { time: timeOf('Fri') }),
    ).days({ Fri: { counted: 1, held: 1 } }));

  it('may give a fact to another session', () =>
    given(completed('s1', 'Mon', { id: 'a' }), corrected('a', completed('s2', 'Mon'), 'Tue')).session('s2', {
      state: 'held',
    }));

  it('hold from the latest, whole: without a time of its own the original time holds', () =>
    given(
      completed('s1', 'Mon', { id: 'a' }),
      corrected('a', completed('s3', 'Mon'), 'Thu', { id: 'late' }),
      corrected('a', completed('s2', 'Mon'), 'Tue', { time: timeOf('Fri') }),
    ).days({ Mon: { counted: 1, held: 1 } }));

  it('fall back to the one before when the latest is retracted or does not fit', () => {
    const two = [
      completed('s1', 'Mon', { id: 'a' }),
      corrected('a', completed('s2', 'Mon'), 'Tue', { time: timeOf('Fri') }),
    ];
    given(...two, corrected('a', completed('s3', 'Mon'), 'Wed', { id: 'c' }), retracted('c', 'Tue')).days({
      Fri: { counted: 1, held: 1 },
    });
    const unfit = given(...two, corrected('a', missedByTutor('s3', 'Mon'), 'Wed', { id: 'c' }));
    unfit.days({ Fri: { counted: 1, held: 1 } });
    unfit.anomalies('correction-does-not-fit c');
  });

  it('change nothing where they correct a correction, a retraction or nothing', () => {
    const history = given(
      completed('s1', 'Mon', { id: 'a' }),
      corrected('a', completed('s1', 'Mon'), 'Tue', { id: 'c' }),
      retracted('z', 'Tue', { id: 'r' }),
      corrected('c', completed('s9', 'Mon'), 'Wed', { id: 'cc' }),
      corrected('r', completed('s9', 'Mon'), 'Wed', { id: 'cr' }),
      corrected('a', completed('s9', 'Mon'), 'Wed', { id: 'other', source: '/other' }),
    );
    history.days({ Mon: { counted: 1, held: 1 } });
    history.anomalies(
      'correction-of-correction cc',
      'correction-of-retraction cr',
      'correction-of-unknown other',
      'retraction-of-unknown r',
    );
  });
});

describe('retractions', () => {
  it('leave nothing of a fact, whatever else is said of it', () => {
    const history = given(
      retracted('a', 'Mon'),
      completed('s1', 'Tue', { id: 'a' }),
      corrected('a', completed('s1', 'Mon'), 'Wed'),
      scheduled('s1', 'Mon', { id: 's' }),
    );
    history.facts('s');
    history.session('s1', { state: 'open' });
    history.days({});
  });

  it('open a session again that the retracted fact had closed', () =>
    given(cancelledByStudent('s1', 'Mon', { id: 'a' }), movedByTutor('s1', 'Tue'), retracted('a', 'Wed')).days({
      Tue: { counted: 1, tutorMoved: 1, movesTutor: 1 },
    }));

  it('cannot be retracted', () => {
    const history = given(
      completed('s1', 'Mon', { id: 'a' }),
      retracted('a', 'Tue', { id: 'r' }),
      retracted('r', 'Wed', { id: 'rr' }),
    );
    history.days({});
    history.anomalies('retraction-of-retraction rr');
  });

  it('speak of their own source only', () => {
    const history = given(completed('s1', 'Mon', { id: 'a' }), retracted('a', 'Tue', { id: 'r', source: '/other' }));
    history.days({ Mon: { counted: 1, held: 1 } });
    history.anomalies('retraction-of-unknown r');
  });
});

describe('excuses', () => {
  const moved = given(movedByTutor('s1', 'Mon', { id: 'm' }));
  const heldAgainst = { Mon: { counted: 1, tutorMoved: 1, movesTutor: 1 } };

  it('excuse a fact until they are withdrawn', () => {
    moved.days(heldAgainst);
    moved.excused('m', 'Tue').days({ Mon: { movesTutor: 1 } });
    moved.excused('m', 'Tue').excused('m', 'Wed', false).days(heldAgainst);
    moved
      .excused('m', 'Wed', false)
      .excused('m', 'Thu')
      .days({ Mon: { movesTutor: 1 } });
    moved.excused('m', 'Wed', false).excused('m', 'Tue').days(heldAgainst);
  });

  it('leave what the platform excused when they are withdrawn', () =>
    given(movedByTutor('s1', 'Mon', { id: 'm', excused: true }))
      .excused('m', 'Tue', false)
      .days({ Mon: { movesTutor: 1 } }));

  it('hold for the corrected fact', () =>
    given(movedByTutor('s1', 'Mon', { id: 'm' }), corrected('m', movedByTutor('s1', 'Mon', { excused: false }), 'Tue'))
      .excused('m', 'Mon')
      .days({ Mon: { movesTutor: 1 } }));

  it('mean nothing where the tutor did not cause it', () =>
    given(cancelledByStudent('s1', 'Tue', { id: 'c' }), movedByTutor('s2', 'Tue'), completed('s3', 'Tue', { id: 'h' }))
      .excused('c', 'Wed')
      .excused('h', 'Wed')
      .days({ Tue: { counted: 2, tutorMoved: 1, movesTutor: 1, held: 1 } }));
});

it('counts what is dated in the future on its day, and reports it', () => {
  const received = { timestamp: Date.parse(timeOf('Mon 12:00')) };
  const history = given(
    completed('s1', 'Mon 12:01', { record: received }),
    completed('s2', 'Fri', { record: received, id: 'ahead' }),
  );
  history.days({ Mon: { counted: 1, held: 1 }, Fri: { counted: 1, held: 1 } });
  history.anomalies('dated-in-future ahead');
});
