import type { Reading, RuleSet } from '@tq/events';
import { severityOf } from '../severity';
import type { Judgement, SignalInput } from '../signal';
import { limitText, percent, plural } from '../words';
import { cancellationsOf, type Cancellations } from './cancellations.fold';

/** Sessions that the tutor called off without excuse: above the limit, among enough sessions, worth a look. */
export function cancellations({ windows, rules }: SignalInput): Judgement {
  const figures = cancellationsOf(windows, rules);
  return {
    reading: {
      signal: 'cancellations',
      level: levelOf(figures, rules),
      value: figures.rate,
      facts: [],
      window: rules.window,
      ruleSetVersion: rules.version,
    },
    because: () => because(figures, rules),
    severity: severityOf(figures.rate, rules.cancellation.limit, figures.ended, rules.cancellation.minimum),
  };
}

function levelOf({ ended, rate }: Cancellations, { cancellation }: RuleSet): Reading['level'] {
  if (rate === null || ended < cancellation.minimum) return 'unknown';
  return rate > cancellation.limit ? 'watch' : 'ok';
}

function because(
  { tutorCancelled, ended, rate }: Cancellations,
  { window, cancellation: { minimum, limit } }: RuleSet,
): string {
  if (rate === null) return `No session ended in ${window} days`;
  if (ended < minimum) {
    return `Only ${plural(ended, 'session')} ended in ${window} days, ${tutorCancelled} called off by the tutor; ${minimum} are needed to judge`;
  }
  if (tutorCancelled === 0) return `None of ${ended} called off by the tutor in ${window} days`;
  return `${tutorCancelled} of ${ended} called off by the tutor in ${window} days = ${percent(rate, limit)}; limit ${limitText(limit)}`;
}
