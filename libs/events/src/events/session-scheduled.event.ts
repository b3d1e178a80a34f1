import { defineEvent } from '../schema/define-event';
import { fields, flag, id, optional, text, time, timeZone } from '../schema/fields';

export const sessionScheduled = defineEvent(
  'tutoring.session.scheduled.v1',
  'A session was promised to a student.',
  fields({
    sessionId: id(),
    studentId: id(),
    /** Such as "Algebra II". */
    lessonSubject: text(),
    startsAt: time(),
    endsAt: time(),
    /** This student's first session with this tutor. */
    isFirstSession: flag(),
    timeZone: optional(timeZone()),
  }),
);
