import { defineEvent } from '../schema/define-event';
import { fields, id, optional, time } from '../schema/fields';

export const sessionCompleted = defineEvent(
  'tutoring.session.completed.v1',
  'A session took place.',
  fields({
    sessionId: id(),
    startedAt: time(),
    endedAt: time(),
    tutorJoinedAt: optional(time()),
    studentJoinedAt: optional(time()),
  }),
);
