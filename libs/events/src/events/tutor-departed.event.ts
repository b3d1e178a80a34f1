import { defineEvent } from '../schema/define-event';
import { fields, oneOf } from '../schema/fields';

export const tutorDeparted = defineEvent(
  'tutoring.tutor.departed.v1',
  'A tutor left the platform.',
  fields({ reason: oneOf('voluntary', 'removed', 'seasonal', 'other') }),
);
