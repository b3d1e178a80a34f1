/** What one day, or any number of days, added to a tutor's figures. Whole numbers. The words are the contract's. */
export interface DayCounts {
  readonly counted: number;
  readonly tutorMoved: number;
  readonly held: number;
  readonly missed: number;
  readonly tutorCancelled: number;
  readonly movesTutor: number;
  readonly movesStudent: number;
  readonly movesPlatform: number;
  /** Of `missed`: a student's first session with this tutor. */
  readonly firstMissed: number;
}

export const noCounts: DayCounts = {
  counted: 0,
  tutorMoved: 0,
  held: 0,
  missed: 0,
  tutorCancelled: 0,
  movesTutor: 0,
  movesStudent: 0,
  movesPlatform: 0,
  firstMissed: 0,
};

/** The counts' names, in the order of the columns and of every list. */
export const countNames = Object.keys(noCounts) as (keyof DayCounts)[];

/** a + times · b, count by count. */
export function addCounts(a: DayCounts, b: Partial<DayCounts>, times = 1): DayCounts {
  // Written out: a loop over names costs a backlog ten times as much.
  return {
    counted: a.counted + times * (b.counted ?? 0),
    tutorMoved: a.tutorMoved + times * (b.tutorMoved ?? 0),
    held: a.held + times * (b.held ?? 0),
    missed: a.missed + times * (b.missed ?? 0),
    tutorCancelled: a.tutorCancelled + times * (b.tutorCancelled ?? 0),
    movesTutor: a.movesTutor + times * (b.movesTutor ?? 0),
    movesStudent: a.movesStudent + times * (b.movesStudent ?? 0),
    movesPlatform: a.movesPlatform + times * (b.movesPlatform ?? 0),
    firstMissed: a.firstMissed + times * (b.firstMissed ?? 0),
  };
}

/** Whether every count is 0. */
export function isNothing(counts: DayCounts): boolean {
  return countNames.every((name) => counts[name] === 0);
}
