import type { Reading, RuleSet, ScoreCard } from '@tq/events';
import { dayText, type Day, type Windows } from '@tq/sessions/core';
import type { BetaPrior } from '@tq/signals/core';
import { reasonOf } from './reason.rule';
import { partsOf } from './score.rule';
import { standingOf } from './standing.rule';
import { figuresOf } from './window-figures.fold';

/** All that a score card rests on. */
export interface AssessInput {
  readonly tutorId: string;
  /** `null` until registered. */
  readonly name: string | null;
  /** Epoch milliseconds; `null` where the tutor is still here. */
  readonly departedAt: number | null;
  readonly asOf: Day;
  readonly windows: Windows;
  /** The prior of `asOf` (`priorOf` of the 90 days that end the day before). */
  readonly prior: BetaPrior;
  readonly rules: RuleSet;
  /** What to do about a reading (the table of coaching/core), where whoever asks has it. */
  readonly recommend?: (reading: Reading) => string | undefined;
  /** Ids of the facts behind a signal's reading, where whoever asks has them. */
  readonly facts?: Readonly<Partial<Record<string, readonly string[]>>>;
}

/** The score card of a tutor as of a day: a pure function of counts, prior and rules. */
export function assess(input: AssessInput): ScoreCard {
  const { windows, rules } = input;
  const { riskLevel, needsYou, evidence, priority, score, judgements } = standingOf({
    ...input,
    departed: input.departedAt !== null,
  });
  const sentences = judgements.map(({ because }) => because());
  const readings = judgements.map(({ reading }, i) =>
    completed({ ...reading, because: sentences[i] as string }, input),
  );
  const parts = partsOf(judgements, sentences);
  return {
    tutorId: input.tutorId,
    name: input.name,
    asOf: dayText(input.asOf),
    riskLevel,
    needsYou,
    evidence,
    priority,
    score,
    parts,
    windows: { '7': figuresOf(windows[7]), '30': figuresOf(windows[30]), '90': figuresOf(windows[90]) },
    reason: reasonOf(riskLevel, readings, parts),
    readings,
    departedAt: input.departedAt === null ? null : new Date(input.departedAt).toISOString(),
    ruleSetVersion: rules.version,
  };
}

function completed(reading: Reading, { recommend, facts }: AssessInput): Reading {
  const recommendation = recommend?.(reading);
  return {
    ...reading,
    facts: [...(facts?.[reading.signal] ?? reading.facts)],
    ...(recommendation !== undefined && { recommendation }),
  };
}
