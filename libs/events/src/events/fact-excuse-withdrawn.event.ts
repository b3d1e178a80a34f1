import { defineEvent } from '../schema/define-event';
import { fields, id, optional, text } from '../schema/fields';

export const factExcuseWithdrawn = defineEvent(
  'tutoring.fact.excuse-withdrawn.v1',
  'An administrator withdrew the excuse of a fact of this tutor (the subject).',
  fields({ source: text(), id: id(), reason: optional(text()) }),
);
