import type { Reading, RuleSet } from '@tq/events';
import { severityOf } from '../severity';
import type { Judgement, SignalInput } from '../signal';
import { limitText, percent } from '../words';
import { noShowsOf, type NoShows } from './no-shows.fold';

/** Sessions that the tutor missed without excuse: several are worth a look, several at a rate above the limit are high. */
export function noShows({ windows, rules }: SignalInput): Judgement {
  const figures = noShowsOf(windows, rules);
  return {
    reading: {
      signal: 'no-shows',
      level: levelOf(figures, rules),
      value: figures.rate,
      facts: [],
      window: rules.window,
      ruleSetVersion: rules.version,
    },
    because: () => because(figures, rules),
    severity: severityOf(figures.rate, rules.noShow.limit, figures.missed, rules.noShow.minimum),
  };
}

function levelOf({ missed, rate }: NoShows, { noShow }: RuleSet): Reading['level'] {
  if (rate === null) return 'unknown';
  if (missed < noShow.minimum) return 'ok';
  return rate > noShow.limit ? 'high' : 'watch';
}

function because({ missed, due, rate }: NoShows, { window, noShow: { limit } }: RuleSet): string {
  if (rate === null) return `No session came to its hour in ${window} days`;
  if (missed === 0) return `None of ${due} missed by the tutor in ${window} days`;
  return `${missed} of ${due} missed by the tutor in ${window} days = ${percent(rate, limit)}; limit ${limitText(limit)}`;
}
