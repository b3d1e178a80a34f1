import { defineEvent } from '../schema/define-event';
import { fields, id, optional, text } from '../schema/fields';

export const factExcused = defineEvent(
  'tutoring.fact.excused.v1',
  'An administrator decided that a fact of this tutor (the subject) is excused, until withdrawn.',
  fields({ source: text(), id: id(), reason: optional(text()) }),
);
