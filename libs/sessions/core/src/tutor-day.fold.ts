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
export function daysOf(session: Session, timeZone: string): Map<Day, DayCounts> {
  const days = new Map<Day, DayCounts>();
  for (const { day, counts } of contributionsOf(session, timeZone))
    days.set(day, addCounts(days.get(day) ?? noCounts, counts));
  return days;
}

/** What one fact of a session adds to the day of its `time`; `learnedAt` (epoch milliseconds) is that fact's. */
export interface Contribution {
  readonly day: Day;
  readonly learnedAt: number;
  readonly counts: Partial<DayCounts>;
}

/** The same, fact by fact: every move before the closing, and the closing. Some may add nothing. */
export function contributionsOf({ moves, closing, isFirstSession }: Session, timeZone: string): Contribution[] {
  const tutorsMove = moves.find(({ by, excused }) => by === 'tutor' && !excused);
  const contributions = moves.map((move): Contribution => ({
    day: dayOf(move.at, timeZone),
    learnedAt: move.learnedAt,
    counts: { [movesBy[move.by]]: 1, ...(move === tutorsMove && { counted: 1, tutorMoved: 1 }) },
  }));
  const counts = closing && countsOfClosing(closing, tutorsMove ? 0 : 1, isFirstSession);
  if (counts) contributions.push({ day: dayOf(closing.at, timeZone), learnedAt: closing.learnedAt, counts });
  return contributions;
}

function countsOfClosing(
  { how, by, excused }: NonNullable<Session['closing']>,
  counted: number,
  isFirstSession: boolean,
): Partial<DayCounts> | undefined {
  if (how === 'held') return { held: 1, counted };
  if (how === 'missed' && !excused) return { missed: 1, counted, firstMissed: isFirstSession ? 1 : 0 };
  if (how === 'cancelled' && by === 'tutor' && !excused) return { tutorCancelled: 1, counted };
  return undefined;
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
