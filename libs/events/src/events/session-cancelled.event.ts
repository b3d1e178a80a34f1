import { defineEvent } from '../schema/define-event';
import { fields, flag, id, moveReasons, oneOf, optional, parties, text } from '../schema/fields';

export const sessionCancelled = defineEvent(
  'tutoring.session.cancelled.v1',
  'A session was called off.',
  fields({
    sessionId: id(),
    initiatedBy: oneOf(...parties),
    reasonCode: oneOf(...moveReasons),
    reasonText: optional(text()),
    excused: optional(flag()),
  }),
);
