import { Type } from '@sinclair/typebox';
import { defineEvent } from '../schema/define-event';
import { fields, optional, text, timeZone } from '../schema/fields';

export const tutorRegistered = defineEvent(
  'tutoring.tutor.registered.v1',
  'A tutor joined, or their details changed; the latest holds.',
  fields({
    name: text(),
    email: optional(text()),
    timeZone: timeZone(),
    lessonSubjects: Type.Array(text(), { description: 'a list of texts' }),
  }),
);
