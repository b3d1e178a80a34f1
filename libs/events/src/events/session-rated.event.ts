import { Type } from '@sinclair/typebox';
import { defineEvent } from '../schema/define-event';
import { fields, id, optional, text } from '../schema/fields';

export const sessionRated = defineEvent(
  'tutoring.session.rated.v1',
  'A student rated a session.',
  fields({
    sessionId: id(),
    rating: Type.Number({ minimum: 1, maximum: 5, description: 'a number from 1 to 5' }),
    comment: optional(text()),
  }),
);
