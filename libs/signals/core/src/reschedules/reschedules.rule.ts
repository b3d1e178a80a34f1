import type { Reading, RuleSet } from '@tq/events';
import { enoughToJudge } from '../enough-to-judge.rule';
import { evidenceOf, type Evidence } from '../evidence/evidence.rule';
import { severityOf } from '../severity';
import type { Judgement, SignalInput } from '../signal';
import { limitText, percent, percentSpan, plural } from '../words';
import { reschedulesOf, type Reschedules } from './reschedules.fold';

/**
 * Of the sessions that were the tutor's to keep, the share that the tutor moved. High above the limit with enough
 * sessions; watch where the evidence is likely and the tutor moved several.
 */
export function reschedules({ windows, prior, rules }: SignalInput): Judgement {
  const figures = reschedulesOf(windows, rules);
  const { counted, tutorMoved, window } = figures;
  const evidence = evidenceOf(windows, prior, rules);
  const rate = counted === 0 ? null : tutorMoved / counted;
  return {
    reading: {
      signal: 'reschedules',
      level: enoughToJudge(windows, rules) ? levelOf(figures, rate, evidence, rules) : 'unknown',
      value: rate,
      facts: [],
      window,
      ruleSetVersion: rules.version,
    },
    because: () => because(figures, rate, evidence, rules),
    severity: severityOf(rate, rules.rescheduleLimit, counted, rules.minimumCounted),
  };
}

function levelOf(
  { counted, tutorMoved }: Reschedules,
  rate: number | null,
  { probability }: Evidence,
  { rescheduleLimit, minimumCounted, evidence, watchMinimumMoved }: RuleSet,
): Reading['level'] {
  if (rate === null || probability === null) return 'unknown';
  if (counted >= minimumCounted && rate > rescheduleLimit) return 'high';
  if (probability >= evidence.likely && tutorMoved >= watchMinimumMoved) return 'watch';
  return counted >= minimumCounted ? 'ok' : 'unknown';
}

function because(
  { counted, tutorMoved, window }: Reschedules,
  rate: number | null,
  { interval }: Evidence,
  { rescheduleLimit: limit, minimumCounted }: RuleSet,
): string {
  if (rate === null || interval === null) return `No session to judge in ${window} days`;
  if (counted < minimumCounted) {
    return `Only ${plural(counted, 'session')} in ${window} days, ${tutorMoved} moved by the tutor; ${minimumCounted} are needed to judge`;
  }
  return `${tutorMoved} of ${counted} moved by the tutor in ${window} days = ${percent(rate, limit)}, likely ${percentSpan(interval)}; limit ${limitText(limit)}`;
}
