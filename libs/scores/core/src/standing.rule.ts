import type { RiskLevel, RuleSet } from '@tq/events';
import type { Windows } from '@tq/sessions/core';
import { evidenceOf, signals, type BetaPrior, type Evidence, type Judgement } from '@tq/signals/core';
import { priorityOf } from './priority.rule';
import { needsYouOf, riskLevelOf } from './risk-level.rule';
import { pointsOf } from './score.rule';

/** What a tutor is judged by. */
export interface StandingInput {
  readonly departed: boolean;
  readonly windows: Windows;
  /** The prior of the day (`priorOf` of the 90 days that end the day before). */
  readonly prior: BetaPrior;
  readonly rules: RuleSet;
}

/** How a tutor stands, in numbers alone: what lists are ordered and filtered by, a tenth of the work of a whole card. */
export interface Standing {
  readonly riskLevel: RiskLevel;
  readonly needsYou: boolean;
  readonly evidence: Evidence;
  /** 0–100, 100 first. */
  readonly priority: number;
  /** 0–100, 100 best. */
  readonly score: number;
  /** One for each signal, in the catalogue's order. */
  readonly judgements: readonly Judgement[];
}

/** How a tutor stands: a pure function of counts, prior and rules. */
export function standingOf({ departed, windows, prior, rules }: StandingInput): Standing {
  const judgements = signals.map(({ judge }) => judge({ windows, prior, rules }));
  const readings = judgements.map(({ reading }) => reading);
  const evidence = evidenceOf(windows, prior, rules);
  const riskLevel = riskLevelOf(windows, readings, rules);
  const needsYou = needsYouOf(riskLevel, evidence, readings);
  return {
    riskLevel,
    needsYou,
    evidence,
    priority: priorityOf({
      departed,
      riskLevel,
      needsYou,
      evidence,
      judged: windows[evidence.window],
      usual: windows[rules.window],
      rules,
    }),
    score: pointsOf(judgements).reduce((score, points) => score + points, 100),
    judgements,
  };
}
