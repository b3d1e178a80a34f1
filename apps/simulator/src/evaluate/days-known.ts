import type { TutoringEvent } from '@tq/events';
import { daysOf, knownEvent, resolve, sessionsOf, sumOfDays, type DayCounts } from '@tq/sessions/core';
import type { Telling } from '../platform/platform';

/**
 * The counts of one tutor's days as they were known at an instant: what was told later, corrections and late facts
 * among it, is not in them, as it could not help anybody to see a risk.
 * @param told everything about this tutor, in the order of telling
 * @param instant epoch ms
 */
export function daysKnown(told: readonly Telling<TutoringEvent>[], instant: number): Map<number, DayCounts> {
  const events = told
    .filter(({ at }) => at < instant)
    .map(({ at, event }, offset) => knownEvent(event, { timestamp: at, partition: 0, offset }));
  const sessions = sessionsOf(resolve(events).facts);
  return sumOfDays([...sessions.values()].map((session) => daysOf(session, 'UTC')));
}
