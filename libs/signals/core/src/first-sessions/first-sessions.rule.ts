import type { Judgement, SignalInput } from '../signal';
import { plural } from '../words';
import { firstSessionsMissed } from './first-sessions.fold';

/** A student's first session that the tutor missed: one is enough for a look, since the student may not come back. */
export function firstSessions({ windows, rules }: SignalInput): Judgement {
  const missed = firstSessionsMissed(windows, rules);
  return {
    reading: {
      signal: 'first-sessions',
      level: missed > 0 ? 'watch' : 'ok',
      value: missed,
      facts: [],
      window: rules.window,
      ruleSetVersion: rules.version,
    },
    because: () =>
      missed > 0
        ? `${plural(missed, 'first session')} with a new student missed by the tutor in ${rules.window} days`
        : `No first session with a new student missed in ${rules.window} days`,
    severity: missed > 0 ? 1 : 0,
  };
}
