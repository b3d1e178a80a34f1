import { defineEvent } from '../schema/define-event';
import { fields, id, optional, text } from '../schema/fields';

export const studentLeft = defineEvent(
  'tutoring.student.left.v1',
  'A student of this tutor left the platform.',
  fields({ studentId: id(), reason: optional(text()) }),
);
