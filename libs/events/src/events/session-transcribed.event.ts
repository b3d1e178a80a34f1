import { Type } from '@sinclair/typebox';
import { defineEvent } from '../schema/define-event';
import { fields, id, languageTag, milliseconds, oneOf, text } from '../schema/fields';

export const sessionTranscribed = defineEvent(
  'tutoring.session.transcribed.v1',
  'What was said in a session was written down.',
  fields({
    sessionId: id(),
    language: languageTag(),
    utterances: Type.Array(
      Type.Object(
        { speaker: oneOf('tutor', 'student'), startMs: milliseconds(), endMs: milliseconds(), text: text() },
        { description: 'an object with speaker, startMs, endMs and text' },
      ),
      { description: 'a list of utterances' },
    ),
  }),
);
