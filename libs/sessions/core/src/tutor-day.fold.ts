import { dayOf, type Day } from './civil-day';
import { addCounts, isNothing, noCounts, type DayCounts } from './day-counts';
import type { Party, Session } from './session';

const movesBy = { tutor: 'movesTutor', student: 'movesStudent', platform: 'movesPlatform' } as const satisfies Record<
  Party,
  keyof DayCounts
>;

/**
 * What one session adds to its tutor's days (the contract's table of counts). Days without a count are not in the map.
 * @param timeZone the platform's, IANA
 */
export function daysOf({ moves, closing, isFirstSession }: Session, timeZone: string): Map<Day, DayCounts> {
  const days = new Map<Day, DayCounts>();
  const add = (at: number, counts: Partial<DayCounts>) => {
    const day = dayOf(at, timeZone);
    days.set(day, addCounts(days.get(day) ?? noCounts, counts));
  };

  for (const move of moves) add(move.at, { [movesBy[move.by]]: 1 });
  const tutorsMove = moves.find(({ by, excused }) => by === 'tutor' && !excused);
  if (tutorsMove) add(tutorsMove.at, { counted: 1, tutorMoved: 1 });

  if (!closing) return days;
  const counted = tutorsMove ? 0 : 1;
  if (closing.how === 'held') {
    add(closing.at, { held: 1, counted });
  } else if (closing.how === 'missed' && !closing.excused) {
    add(closing.at, { missed: 1, counted, firstMissed: isFirstSession ? 1 : 0 });
  } else if (closing.how === 'cancelled' && closing.by === 'tutor' && !closing.excused) {
    add(closing.at, { tutorCancelled: 1, counted });
  }
  return days;
}

/** The counts of several sessions' days together. */
export function sumOfDays(parts: Iterable<ReadonlyMap<Day, DayCounts>>): Map<Day, DayCounts> {
  const sum = new Map<Day, DayCounts>();
  for (const days of parts) for (const [day, counts] of days) sum.set(day, addCounts(sum.get(day) ?? noCounts, counts));
  return sum;
}

/** What must be added to the tutor's days when a session's days change. Days that stay as they are are not in the map. */
export function changeOfDays(
  before: ReadonlyMap<Day, DayCounts>,
  after: ReadonlyMap<Day, DayCounts>,
): Map<Day, DayCounts> {
  const change = new Map<Day, DayCounts>();
  for (const day of new Set([...before.keys(), ...after.keys()])) {
    const difference = addCounts(after.get(day) ?? noCounts, before.get(day) ?? noCounts, -1);
    if (!isNothing(difference)) change.set(day, difference);
  }
  return change;
}
