import { DAY, HOUR, MINUTE, holidayOn, instantOfLocal, weekdayOf } from './calendar';
import { Chance } from './chance';
import { callOff, playLesson, type Lesson, type Outcome } from './lesson';
import type { Platform } from './platform';
import type { Teller } from './teller';
import type { Slot, Tutor } from './tutor';

/** No fact of a lesson is earlier than this before its start: lessons of a slot are scheduled 7–9 days ahead. */
const earliest = 10 * DAY;

/** Why a student goes, and when; told after the lesson that caused it. */
type Farewell = {
  readonly how: 'left' | 'replaced';
  readonly cause: 'no-show' | 'reschedules' | 'quality' | 'student-request' | 'other';
} | null;

/**
 * The life of one slot of one tutor: a student comes for weeks or months, leaves or is given to another tutor,
 * the slot is empty for a while, another student begins with a first session.
 * Yields, before each lesson, an instant (epoch ms) before which nothing that follows was told.
 */
export function* slotLife(
  platform: Platform,
  tutor: Tutor,
  slot: Slot,
  number: number,
  teller: Teller,
  chance: Chance,
): Generator<number, void> {
  const begins = tutor.isNewcomer ? tutor.registeredAt + DAY : platform.origin;
  const { everyWeeks } = tutor;
  let day = Math.floor(begins / DAY);
  while (weekdayOf(day) !== slot.weekday || startOf(day) < begins) day++;
  let student = 1;
  let isFirst = tutor.isNewcomer || chance.happens(0.025);
  if (tutor.isNewcomer || chance.happens(0.05)) day += 7 * chance.whole(0, 4);
  // Not all of them in the same week.
  if (everyWeeks > 1) day += 7 * chance.whole(0, everyWeeks - 1);
  let lessonSubject = chance.pick(tutor.lessonSubjects);
  let minutes = chance.weighted([[60, 70], [45, 15], [90, 15]]); // prettier-ignore
  let leavesAt = Infinity;
  let moves = 0;

  function startOf(civilDay: number): number {
    return instantOfLocal(tutor.timeZone, civilDay, slot.hour * 60 + tutor.startMinute);
  }
  for (let week = 0; ; week++, day += 7 * everyWeeks) {
    const startsAt = startOf(day);
    yield startsAt - earliest;
    const holiday = holidayOn(day);
    if (holiday && !isFirst && chance.happens(holiday.skipped)) continue;
    const ahead = isFirst ? chance.between(1, 5) : chance.between(7, 9);
    const scheduledAt = Math.max(
      tutor.isNewcomer ? tutor.registeredAt + HOUR : -Infinity,
      startsAt - Math.floor(ahead * DAY),
    );
    const studentId = `student-${tutor.id.slice(6)}-${number}-${student}`;
    const lesson: Lesson = {
      sessionId: `s${tutor.id.slice(6)}-${number}-${week}`,
      studentId,
      lessonSubject,
      day,
      startsAt,
      minutes,
      isFirst,
      scheduledAt,
    };

    if (tutor.departsAt !== null && startsAt >= tutor.departsAt) {
      if (scheduledAt < tutor.departsAt)
        callOff(tutor, lesson, 'platform', tutor.departsAt + chance.whole(1, 90) * MINUTE, teller);
      return;
    }
    if (startsAt > leavesAt) {
      if (scheduledAt < leavesAt) callOff(tutor, lesson, 'student', leavesAt, teller);
      day += 7 * chance.weighted([[0, 5], [1, 3], [2, 1], [3, 1]]); // prettier-ignore
      student++;
      [leavesAt, moves, isFirst] = [Infinity, 0, true];
      lessonSubject = chance.pick(tutor.lessonSubjects);
      minutes = chance.weighted([[60, 70], [45, 15], [90, 15]]); // prettier-ignore
      continue;
    }
    const outcome = playLesson(tutor, lesson, chance, teller);
    moves += outcome.movedByTutor;
    const farewell = farewellAfter(outcome, isFirst, moves, chance);
    isFirst &&= outcome.how === 'cancelled';
    // Somebody whose next lesson has already begun decides after that one.
    const at = outcome.at + Math.floor(chance.between(2, 60) * HOUR);
    if (!farewell || at >= startsAt + 7 * everyWeeks * DAY) continue;
    leavesAt = at;
    tellFarewell(farewell, lesson, at, teller, chance);
  }
}

const leavesAfterFirst = { kept: 0.24, moved: 0.45, missed: 0.7 };
const leavesLater = { kept: 0.02, moved: 0.035, missed: 0.1 };

/**
 * Does the student go after this lesson? The shares are set so that 24 % of those who leave do so after their first
 * session, and 16 % of the replacements follow a no-show.
 */
function farewellAfter({ how, movedByTutor }: Outcome, isFirst: boolean, moves: number, chance: Chance): Farewell {
  if (how === 'cancelled') return null;
  if (how === 'missed' && chance.happens(0.2)) return { how: 'replaced', cause: 'no-show' };
  if (movedByTutor > 0 && chance.happens(moves >= 3 ? 0.06 : 0.015)) return { how: 'replaced', cause: 'reschedules' };
  if (chance.happens(0.005)) return { how: 'replaced', cause: chance.weighted([['quality', 3], ['student-request', 4], ['other', 2]]) }; // prettier-ignore
  const event = how === 'missed' ? 'missed' : movedByTutor > 0 ? 'moved' : 'kept';
  const leaves = (isFirst ? leavesAfterFirst : leavesLater)[event];
  return chance.happens(leaves) ? { how: 'left', cause: how === 'missed' ? 'no-show' : 'other' } : null;
}

const reasons = ['Goals reached', 'Too expensive', 'No time', 'Summer break', 'Changed school', 'Not satisfied'];

function tellFarewell(
  { how, cause }: NonNullable<Farewell>,
  lesson: Lesson,
  at: number,
  teller: Teller,
  chance: Chance,
): void {
  const { studentId, sessionId } = lesson;
  if (how === 'replaced') teller.tell('tutoring.tutor.replaced.v1', `${sessionId}-replaced`, at, { studentId, cause });
  else
    teller.tell('tutoring.student.left.v1', `${sessionId}-left`, at, {
      studentId,
      reason: cause === 'no-show' ? 'Tutor did not come' : chance.pick(reasons),
    });
}
