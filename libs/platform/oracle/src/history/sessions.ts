import type { Chance } from './chance';
import { writtenTime } from './written-time';

/** An event as a producer writes it. */
export type Document = Record<string, unknown> & { id: string; source: string; subject: string; type: string };

/** What makes the facts of one tutor. */
export interface Setting {
  readonly chance: Chance;
  readonly tutorId: string;
  readonly sources: readonly string[];
  /** The last day that matters, as the epoch milliseconds of its noon. */
  readonly now: number;
  readonly days: number;
  /** How often this tutor moves, misses and calls off. */
  readonly habit: { readonly moves: number; readonly misses: number; readonly cancels: number };
  /** A new id, now and then one that another source uses already. */
  readonly nextId: () => string;
}

const hour = 3_600_000;
const day = 24 * hour;
const reasons = ['illness', 'emergency', 'schedule-conflict', 'vacation', 'technical', 'student-request', 'other'];

/** An event's document; extensions and unknown fields are thrown in now and then. */
export function documentOf(setting: Setting, type: string, at: number, data: Record<string, unknown>): Document {
  const { chance, tutorId, sources, nextId } = setting;
  return {
    specversion: '1.0',
    source: chance.of(sources),
    subject: tutorId,
    id: nextId(),
    type: `tutoring.${type}.v1`,
    time: writtenTime(at, chance),
    data: { ...data, ...(chance.happens(0.05) && { unheardOf: { nested: ['ü', null] } }) },
    ...(chance.happens(0.1) && { datacontenttype: chance.of(['application/json', null]) }),
    ...(chance.happens(0.1) && {
      recordedtime: chance.of([null, writtenTime(at + hour, chance), writtenTime(at + 9_999 * day, chance)]),
    }),
    ...(chance.happens(0.05) && { traceparent: '00-ab-cd-01' }),
  };
}

/** The documents of one session, in no order that matters. */
export function sessionDocuments(setting: Setting, sessionId: string): Document[] {
  const { chance, habit } = setting;
  // Some sessions are dated ahead, some long ago, some on the edge of a day.
  const start = startOf(setting);
  const times = {
    startsAt: writtenTime(start, chance),
    endsAt: writtenTime(start + hour * chance.of([1, 1, 1, 0, -1]), chance),
  };
  const documents: Document[] = [];
  const tell = (type: string, at: number, data: Record<string, unknown>) =>
    documents.push(documentOf(setting, type, at, { sessionId, ...data }));

  const plans = chance.of([1, 1, 1, 1, 1, 0, 2]);
  for (let i = 0; i < plans; i++) {
    // Now and then the plan is dated after what follows it.
    tell('session.scheduled', start + chance.of([-9, -9, -3, -1, 1]) * day, {
      studentId: `student-${chance.under(5)}`,
      lessonSubject: chance.of(['Algebra II', '', '=cmd()', '物理 <b>']),
      ...times,
      isFirstSession: chance.happens(0.3),
      ...(chance.happens(0.2) && { timeZone: chance.of([null, 'Asia/Kolkata']) }),
    });
  }
  const moves = chance.happens(habit.moves) ? chance.of([1, 1, 2, 3]) : 0;
  for (let i = 0; i < moves; i++) {
    tell('session.rescheduled', start - chance.under(10 * 24) * hour + chance.of([0, 0, 0, 11 * day]), {
      initiatedBy: chance.of(['tutor', 'tutor', 'tutor', 'student', 'platform']),
      reasonCode: chance.of(reasons),
      ...excuse(chance),
      previousStartsAt: times.startsAt,
      newStartsAt: writtenTime(start, chance),
      newEndsAt: times.endsAt,
    });
  }
  const closings = chance.of([1, 1, 1, 1, 1, 1, 0, 2]);
  for (let i = 0; i < closings; i++) closing(setting, tell, start + chance.of([0, 0, 0, 0, -5]) * day, times);
  if (chance.happens(0.1))
    tell('session.rated', start + day, { rating: chance.of([1, 4.5, 5]), comment: chance.of([null, '🙂']) });
  if (chance.happens(0.05)) {
    const utterances = [{ speaker: 'tutor', startMs: 5, endMs: 0, text: '<script>' }];
    tell('session.transcribed', start, { language: 'en-US', utterances });
  }
  return documents;
}

function closing(
  { chance, habit }: Setting,
  tell: (type: string, at: number, data: Record<string, unknown>) => void,
  at: number,
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
): void {
  if (chance.happens(habit.misses)) tell('session.no-show', at, { missedBy: 'tutor', ...excuse(chance) });
  else if (chance.happens(habit.cancels)) {
    const initiatedBy = chance.of(['tutor', 'tutor', 'student', 'platform']);
    tell('session.cancelled', at, { initiatedBy, reasonCode: chance.of(reasons), ...excuse(chance) });
  } else if (chance.happens(0.1)) tell('session.no-show', at, { missedBy: 'student', ...excuse(chance) });
  else
    tell('session.completed', at, { startedAt: startsAt, endedAt: endsAt, tutorJoinedAt: chance.of([null, startsAt]) });
}

function excuse(chance: Chance): Record<string, unknown> {
  return chance.of([
    {},
    {},
    {},
    { excused: true },
    { excused: false },
    { excused: null },
    { reasonText: null, excused: true },
  ]);
}

function startOf({ chance, now, days }: Setting): number {
  if (chance.happens(0.01)) return Date.parse(chance.of(['1969-12-31T23:59:59.999Z', '2999-01-01T00:00:00Z']));
  const midnight = now - 12 * hour - chance.under(days) * day + (chance.happens(0.05) ? 5 * day : 0);
  // Minutes, and the last and first milliseconds of many zones' days.
  return (
    midnight +
    chance.of([chance.under(24 * 60) * 60_000, chance.under(48) * 30 * 60_000, chance.under(48) * 30 * 60_000 - 1])
  );
}
