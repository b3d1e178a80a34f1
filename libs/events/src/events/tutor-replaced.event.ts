import { defineEvent } from '../schema/define-event';
import { fields, id, oneOf, optional } from '../schema/fields';

export const tutorReplaced = defineEvent(
  'tutoring.tutor.replaced.v1',
  'A student was given another tutor.',
  fields({
    studentId: id(),
    cause: oneOf('no-show', 'reschedules', 'quality', 'student-request', 'other'),
    /** The other tutor's id. */
    replacedBy: optional(id()),
  }),
);
