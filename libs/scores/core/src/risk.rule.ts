import type { RiskLevel, RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import { enoughToJudge, evidenceProbability, evidenceWindow, type BetaPrior } from '@tq/signals/core';

/** A risk level, and whether the tutor needs somebody. */
export interface Risk {
  readonly riskLevel: RiskLevel;
  readonly needsYou: boolean;
}

const insufficient: Risk = { riskLevel: 'insufficient-data', needsYou: false };
const ok: Risk = { riskLevel: 'ok', needsYou: false };
const watch: Risk = { riskLevel: 'watch', needsYou: false };
const early: Risk = { riskLevel: 'high', needsYou: false };
const high: Risk = { riskLevel: 'high', needsYou: true };

/**
 * What {@link standingOf} says of level and need, by the contract's own words and without anything else: for questions
 * about every tutor on every day, of which there are millions. Evidence is asked for only where it decides.
 */
export function riskOf(windows: Windows, prior: BetaPrior, rules: RuleSet): Risk {
  if (!enoughToJudge(windows, rules)) return insufficient;
  const usual = windows[rules.window];
  const { counted, tutorMoved } = windows[evidenceWindow(windows, rules)];
  const manyMissed = usual.missed >= rules.noShow.minimum;
  if (manyMissed && usual.missed / (usual.held + usual.missed) > rules.noShow.limit) return high;
  const { likely, confirmed } = rules.evidence;
  if (counted >= rules.minimumCounted && tutorMoved / counted > rules.rescheduleLimit) {
    const probability = evidenceProbability(prior, rules.rescheduleLimit, tutorMoved, counted);
    return probability >= likely || probability >= confirmed ? high : early;
  }
  if (manyMissed || usual.firstMissed > 0) return watch;
  const ended = usual.held + usual.missed + usual.tutorCancelled;
  if (ended >= rules.cancellation.minimum && usual.tutorCancelled / ended > rules.cancellation.limit) return watch;
  if (counted === 0 || tutorMoved < rules.watchMinimumMoved) return ok;
  return evidenceProbability(prior, rules.rescheduleLimit, tutorMoved, counted) >= likely ? watch : ok;
}
