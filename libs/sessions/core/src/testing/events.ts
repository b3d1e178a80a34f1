import { checkEvent } from '@tq/events';
import { knownEvent, type KnownEvent, type RecordPlace } from '../known-event';
import { timeOf } from './week';

/** A document of a spec, before it has a place on the log. */
export interface Draft {
  readonly document: Record<string, unknown>;
  readonly record: Partial<RecordPlace>;
}

interface Attributes {
  readonly id?: string;
  readonly source?: string;
  readonly record?: Partial<RecordPlace>;
  /** More fields of `data`. */
  readonly [field: string]: unknown;
}

const draft = (type: string, on: string, data: Record<string, unknown>, attributes: Attributes): Draft => {
  const { id, source = '/rails', record = {}, ...more } = attributes;
  const document = {
    specversion: '1.0',
    source,
    subject: 'ana',
    id,
    type,
    time: timeOf(on),
    data: { ...data, ...more },
  };
  return { document, record };
};

const session = { studentId: 'ben', lessonSubject: 'Algebra II', isFirstSession: false };

export const scheduled = (sessionId: string, on: string, attributes: Attributes = {}) =>
  draft(
    'tutoring.session.scheduled.v1',
    on,
    { sessionId, ...session, startsAt: timeOf('Sat 16:00'), endsAt: timeOf('Sat 17:00') },
    attributes,
  );

const moved =
  (initiatedBy: string) =>
  (sessionId: string, on: string, attributes: Attributes = {}) =>
    draft(
      'tutoring.session.rescheduled.v1',
      on,
      {
        sessionId,
        initiatedBy,
        reasonCode: 'other',
        previousStartsAt: timeOf('Sat 16:00'),
        newStartsAt: timeOf('Sun 10:00'),
        newEndsAt: timeOf('Sun 11:00'),
      },
      attributes,
    );
export const movedByTutor = moved('tutor');
export const movedByStudent = moved('student');
export const movedByPlatform = moved('platform');

const cancelled =
  (initiatedBy: string) =>
  (sessionId: string, on: string, attributes: Attributes = {}) =>
    draft('tutoring.session.cancelled.v1', on, { sessionId, initiatedBy, reasonCode: 'other' }, attributes);
export const cancelledByTutor = cancelled('tutor');
export const cancelledByStudent = cancelled('student');
export const cancelledByPlatform = cancelled('platform');

export const completed = (sessionId: string, on: string, attributes: Attributes = {}) =>
  draft('tutoring.session.completed.v1', on, { sessionId, startedAt: timeOf(on), endedAt: timeOf(on) }, attributes);

const missed =
  (missedBy: string) =>
  (sessionId: string, on: string, attributes: Attributes = {}) =>
    draft('tutoring.session.no-show.v1', on, { sessionId, missedBy }, attributes);
export const missedByTutor = missed('tutor');
export const missedByStudent = missed('student');

export const rated = (sessionId: string, on: string, attributes: Attributes = {}) =>
  draft('tutoring.session.rated.v1', on, { sessionId, rating: 4 }, attributes);

export const registered = (name: string, on: string, attributes: Attributes = {}) =>
  draft('tutoring.tutor.registered.v1', on, { name, timeZone: 'UTC', lessonSubjects: [] }, attributes);
export const departed = (on: string, attributes: Attributes = {}) =>
  draft('tutoring.tutor.departed.v1', on, { reason: 'other' }, attributes);

/** Corrects a draft's fact with another draft's data, and with its time where `time` is set. */
export const corrected = (
  id: string,
  by: Draft,
  on: string,
  attributes: Attributes & { readonly time?: string } = {},
) => draft('tutoring.event.corrected.v1', on, { corrects: id, data: by.document['data'] }, attributes);
export const retracted = (id: string, on: string, attributes: Attributes = {}) =>
  draft('tutoring.event.retracted.v1', on, { retracts: id, reason: 'recorded by mistake' }, attributes);

/** The drafts as the log holds them, one after the other; ids are given by place where a draft names none. */
export function onTheLog(drafts: readonly Draft[]): KnownEvent[] {
  return drafts.map(({ document, record }, offset) => {
    const checked = checkEvent({ ...document, id: document['id'] ?? `e${String(offset + 1).padStart(3, '0')}` });
    if (!checked.ok) throw new Error(`Not an event: ${JSON.stringify(checked.problems)}`);
    return knownEvent(checked.event, {
      timestamp: Date.parse('2026-03-09T00:00:00Z'),
      partition: 0,
      offset,
      ...record,
    });
  });
}
