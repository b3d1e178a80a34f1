import { eventCorrected } from './events/event-corrected.event';
import { eventRetracted } from './events/event-retracted.event';
import { personErased } from './events/person-erased.event';
import { sessionCancelled } from './events/session-cancelled.event';
import { sessionCompleted } from './events/session-completed.event';
import { sessionNoShow } from './events/session-no-show.event';
import { sessionRated } from './events/session-rated.event';
import { sessionRescheduled } from './events/session-rescheduled.event';
import { sessionScheduled } from './events/session-scheduled.event';
import { sessionTranscribed } from './events/session-transcribed.event';
import { studentLeft } from './events/student-left.event';
import { tutorDeparted } from './events/tutor-departed.event';
import { tutorRegistered } from './events/tutor-registered.event';
import { tutorReplaced } from './events/tutor-replaced.event';
import type { EventOf } from './schema/define-event';

/** Every version of every fact that may stand on `session-events`. A shipped line is never edited. */
export const catalogue = [
  sessionScheduled,
  sessionRescheduled,
  sessionCancelled,
  sessionCompleted,
  sessionNoShow,
  sessionRated,
  sessionTranscribed,
  tutorRegistered,
  tutorDeparted,
  studentLeft,
  tutorReplaced,
  eventCorrected,
  eventRetracted,
  personErased,
] as const;

export type EventType = (typeof catalogue)[number]['type'];

/** A fact: any event of the catalogue, told apart by `type`. */
export type TutoringEvent = { [I in keyof typeof catalogue]: EventOf<(typeof catalogue)[I]> }[number];

type Replaced<D> = D extends { readonly before: { readonly definition: { readonly type: infer T } } } ? T : never;
type ReplacedType = { [I in keyof typeof catalogue]: Replaced<(typeof catalogue)[I]> }[number];

/** A fact in the newest version of its type: the only shape in which folds see it. */
export type NewestEvent = Exclude<TutoringEvent, { type: ReplacedType }>;

/** The event of one type. */
export type EventOfType<T extends EventType> = Extract<TutoringEvent, { type: T }>;
