import { DAY, HOUR, instantOfLocal, MINUTE, nearHoliday } from './calendar';
import type { Chance } from './chance';
import { oddsOn, type Odds } from './habits';
import { textOf, type Teller } from './teller';
import { isFree, type Tutor } from './tutor';

/** One lesson as it was agreed. Instants are epoch ms, `day` is the civil day at the tutor's home. */
export interface Lesson {
  readonly sessionId: string;
  readonly studentId: string;
  readonly lessonSubject: string;
  readonly day: number;
  readonly startsAt: number;
  readonly minutes: number;
  readonly isFirst: boolean;
  readonly scheduledAt: number;
}

/** What became of it. `at` is when it was closed. */
export interface Outcome {
  readonly how: 'held' | 'student-no-show' | 'missed' | 'cancelled';
  readonly at: number;
  readonly movedByTutor: number;
}

/** Moves by students and by the platform, so that tutors cause 98 % of all moves. */
const studentMoves = 0.0012;
const platformMoves = 0.0004;
const studentCancels = 0.028;
const platformCancels = 0.002;
const studentNoShows = 0.014;
const corrected = 0.001;

/** Plays one lesson from its scheduling to its rating, and tells every fact of it. */
export function playLesson(tutor: Tutor, lesson: Lesson, chance: Chance, teller: Teller): Outcome {
  tellScheduled(tutor, lesson, teller);
  const odds = oddsOn(tutor.habits, lesson.day);
  const { startsAt, lastFactAt, movedByTutor } = playMoves(tutor, lesson, odds, chance, teller);

  const canceller = cancellerOf(odds, chance);
  if (canceller) {
    const at = Math.max(lastFactAt + 10 * MINUTE, startsAt - Math.floor(chance.between(0.5, 40) * HOUR));
    tellCancelled(
      lesson,
      canceller,
      canceller === 'student' ? 'student-request' : reasonOf(odds, false, chance),
      at,
      teller,
    );
    return { how: 'cancelled', at, movedByTutor };
  }
  const missedBy = chance.happens(odds.noShows) ? 'tutor' : chance.happens(studentNoShows) ? 'student' : null;
  if (missedBy) {
    const at = startsAt + chance.whole(15, 30) * MINUTE;
    const id = `${lesson.sessionId}-no-show`;
    teller.tell(
      'tutoring.session.no-show.v1',
      id,
      at,
      { sessionId: lesson.sessionId, missedBy, excused: missedBy === 'tutor' && chance.happens(0.05) },
      true,
    );
    if (!chance.happens(0.01)) return { how: missedBy === 'tutor' ? 'missed' : 'student-no-show', at, movedByTutor };
    // The room's clock was wrong: support takes the no-show back, and what really happened is told the day after.
    teller.tell('tutoring.event.retracted.v1', `${id}-retracted`, at + 20 * HOUR, {
      retracts: id,
      reason: 'Lesson took place in another room',
    });
  }
  return { how: 'held', at: tellHeld(tutor, lesson, startsAt, movedByTutor, chance, teller), movedByTutor };
}

/** A lesson that nobody will keep, since its student or its tutor goes before it: scheduled, then called off. */
export function callOff(tutor: Tutor, lesson: Lesson, by: 'student' | 'platform', at: number, teller: Teller): void {
  tellScheduled(tutor, lesson, teller);
  tellCancelled(lesson, by, 'other', at, teller);
}

function tellScheduled(tutor: Tutor, lesson: Lesson, teller: Teller): void {
  const { sessionId, studentId, lessonSubject, startsAt } = lesson;
  const endsAt = textOf(startsAt + lesson.minutes * MINUTE);
  const data = {
    sessionId,
    studentId,
    lessonSubject,
    startsAt: textOf(startsAt),
    endsAt,
    isFirstSession: lesson.isFirst,
    timeZone: tutor.timeZone,
  };
  teller.tell('tutoring.session.scheduled.v1', `${sessionId}-scheduled`, lesson.scheduledAt, data);
}

function tellCancelled(
  { sessionId }: Lesson,
  initiatedBy: 'tutor' | 'student' | 'platform',
  reasonCode: Reason,
  at: number,
  teller: Teller,
): void {
  teller.tell('tutoring.session.cancelled.v1', `${sessionId}-cancelled`, at, { sessionId, initiatedBy, reasonCode });
}

type Reason = 'illness' | 'emergency' | 'schedule-conflict' | 'vacation' | 'technical' | 'student-request' | 'other';

const reasonOf = (odds: Odds, isHoliday: boolean, chance: Chance): Reason =>
  odds.ill
    ? 'illness'
    : isHoliday && chance.happens(0.6)
      ? 'vacation'
      : chance.weighted<Reason>([['schedule-conflict', 52], ['illness', 16], ['emergency', 9], ['technical', 8], ['vacation', 5], ['other', 10]]); // prettier-ignore

const cancellerOf = (odds: Odds, chance: Chance): 'tutor' | 'student' | 'platform' | null =>
  chance.happens(odds.cancels)
    ? 'tutor'
    : chance.happens(studentCancels)
      ? 'student'
      : chance.happens(platformCancels)
        ? 'platform'
        : null;

/** Moves before the lesson; each takes it one to four days further, to an hour at which the tutor is free. */
function playMoves(tutor: Tutor, lesson: Lesson, odds: Odds, chance: Chance, teller: Teller) {
  const isHoliday = nearHoliday(lesson.day);
  let { startsAt, day } = lesson;
  let lastFactAt = lesson.scheduledAt;
  let movedByTutor = 0;
  for (let number = 1; number <= 3; number++) {
    const likely = number > 1 ? Math.min(0.25, odds.moves) : odds.moves + (isHoliday ? 0.03 : 0);
    const by = chance.happens(likely)
      ? 'tutor'
      : chance.happens(studentMoves)
        ? 'student'
        : chance.happens(platformMoves)
          ? 'platform'
          : null;
    if (!by) break;
    const notice = odds.ill ? chance.between(1, 20) * HOUR : chance.weighted([[chance.between(0.5, 24) * HOUR, 40], [chance.between(1, 3) * DAY, 35], [chance.between(3, 7) * DAY, 25]]); // prettier-ignore
    const at = Math.max(lastFactAt + chance.whole(10, 90) * MINUTE, startsAt - Math.floor(notice));
    if (at >= startsAt) break;
    const newDay = day + chance.whole(1, 4);
    const newHour = freeHour(tutor, newDay, chance);
    const newStartsAt = instantOfLocal(tutor.timeZone, newDay, newHour * 60 + tutor.startMinute);
    const id = `${lesson.sessionId}-moved-${number}`;
    const data = {
      sessionId: lesson.sessionId,
      initiatedBy: by,
      reasonCode:
        by === 'tutor' ? reasonOf(odds, isHoliday, chance) : by === 'student' ? 'student-request' : 'technical',
      previousStartsAt: textOf(startsAt),
      newStartsAt: textOf(newStartsAt),
      newEndsAt: textOf(newStartsAt + lesson.minutes * MINUTE),
      excused: by === 'tutor' && chance.happens(odds.excused),
    } as const;
    teller.tell('tutoring.session.rescheduled.v1', id, at, data, true);
    if (by === 'tutor' && chance.happens(corrected * 2)) {
      const correction = {
        corrects: id,
        data: { ...data, initiatedBy: 'student', reasonCode: 'student-request', excused: false },
      };
      teller.tell(
        'tutoring.event.corrected.v1',
        `${id}-corrected`,
        at + Math.floor(chance.between(4, 40) * HOUR),
        correction,
      );
    }
    if (by === 'tutor') movedByTutor++;
    [startsAt, day, lastFactAt] = [newStartsAt, newDay, at];
  }
  return { startsAt, lastFactAt, movedByTutor };
}

function freeHour(tutor: Tutor, day: number, chance: Chance): number {
  for (let tries = 0; tries < 20; tries++) {
    const hour = chance.whole(9, 20);
    if (isFree(tutor, day, hour)) return hour;
  }
  return 21;
}

/** @returns when it ended */
function tellHeld(
  tutor: Tutor,
  lesson: Lesson,
  startsAt: number,
  moved: number,
  chance: Chance,
  teller: Teller,
): number {
  const { sessionId } = lesson;
  const tutorJoinedAt = startsAt + Math.floor(chance.between(-4, chance.happens(0.06) ? 12 : 2) * MINUTE);
  const studentJoinedAt = startsAt + Math.floor(chance.between(-3, chance.happens(0.1) ? 10 : 3) * MINUTE);
  const startedAt = Math.max(tutorJoinedAt, studentJoinedAt);
  const endedAt = startsAt + Math.floor((lesson.minutes + chance.between(-2, 5)) * MINUTE);
  const id = `${sessionId}-completed`;
  const data = {
    sessionId,
    startedAt: textOf(startedAt),
    endedAt: textOf(endedAt),
    tutorJoinedAt: textOf(tutorJoinedAt),
    studentJoinedAt: textOf(studentJoinedAt),
  };
  teller.tell('tutoring.session.completed.v1', id, endedAt, data, true);
  if (chance.happens(corrected)) {
    const correction = { corrects: id, data: { ...data, endedAt: textOf(endedAt - chance.whole(3, 9) * MINUTE) } };
    teller.tell(
      'tutoring.event.corrected.v1',
      `${id}-corrected`,
      endedAt + Math.floor(chance.between(2, 30) * HOUR),
      correction,
    );
  }
  if (chance.happens(lesson.isFirst ? 0.6 : 0.3)) {
    const late = (startedAt - startsAt) / (30 * MINUTE);
    const rating = Math.round(Math.min(5, Math.max(1, tutor.quality - late - 0.3 * moved + 0.6 * chance.normal())));
    teller.tell('tutoring.session.rated.v1', `${sessionId}-rated`, endedAt + chance.whole(2, 180) * MINUTE, {
      sessionId,
      rating,
    });
  }
  return endedAt;
}
