import { defineEvent } from '../schema/define-event';
import { fields, flag, id, oneOf, optional } from '../schema/fields';

export const sessionNoShow = defineEvent(
  'tutoring.session.no-show.v1',
  'Somebody did not come to a session.',
  fields({
    sessionId: id(),
    missedBy: oneOf('tutor', 'student'),
    excused: optional(flag()),
  }),
);
