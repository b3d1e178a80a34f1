import { defineEvent } from '../schema/define-event';
import { fields } from '../schema/fields';

export const personErased = defineEvent(
  'tutoring.person.erased.v1',
  'Reserved: a person asked to be forgotten; figures survive it, names and texts do not.',
  fields({}),
);
