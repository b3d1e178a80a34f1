import type { WindowFigures } from '@tq/events';
import type { DayCounts } from '@tq/sessions/core';
import { ratesOf } from '@tq/signals/core';

/** A window's counts and rates in the shape in which others read them. */
export function figuresOf(counts: DayCounts): WindowFigures {
  const { counted, tutorMoved, held, missed, tutorCancelled, movesTutor, movesStudent, movesPlatform } = counts;
  return {
    counted,
    tutorMoved,
    held,
    missed,
    tutorCancelled,
    moves: { tutor: movesTutor, student: movesStudent, platform: movesPlatform },
    ...ratesOf(counts),
  };
}
