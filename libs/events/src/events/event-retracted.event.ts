import { defineEvent } from '../schema/define-event';
import { fields, id, text } from '../schema/fields';

export const eventRetracted = defineEvent(
  'tutoring.event.retracted.v1',
  'An earlier fact, or a correction, of the same source and subject never happened.',
  fields({ retracts: id(), reason: text() }),
);
