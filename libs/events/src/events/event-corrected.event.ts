import { Type } from '@sinclair/typebox';
import { defineEvent } from '../schema/define-event';
import { fields, id, optional, time } from '../schema/fields';

export const eventCorrected = defineEvent(
  'tutoring.event.corrected.v1',
  'An earlier fact of the same source and subject was recorded wrongly: this is its whole new data.',
  fields({
    corrects: id(),
    // Which type it must fit is known only where the corrected fact is: the fold asks `checkData`.
    data: Type.Unsafe<Record<string, unknown>>(
      Type.Object({}, { description: 'an object: the whole new data of the corrected fact' }),
    ),
    time: optional(time()),
  }),
);
