import { defineEvent } from '../schema/define-event';
import { fields, flag, id, moveReasons, oneOf, optional, parties, text, time } from '../schema/fields';

export const sessionRescheduled = defineEvent(
  'tutoring.session.rescheduled.v1',
  'A session was moved to another time.',
  fields({
    sessionId: id(),
    initiatedBy: oneOf(...parties),
    reasonCode: oneOf(...moveReasons),
    reasonText: optional(text()),
    previousStartsAt: time(),
    newStartsAt: time(),
    newEndsAt: time(),
    excused: optional(flag()),
  }),
);
