import type { RiskLevel, RuleSet, ScoreCard } from '@tq/events';
import { assess, standingOf, type Prior } from '@tq/scores/core';
import type { Day, Windows } from '@tq/sessions/core';
import type { Recommend } from '../cards-as-of';
import type { KnownTutor } from '../tutors.query';
import type { RankedTutor } from './snapshot';

/** By what every tutor of a past day is judged. */
export interface PastJudging {
  readonly asOf: Day;
  readonly prior: Prior;
  readonly rules: RuleSet;
  readonly recommend: Recommend;
}

/** A tutor as of a past day: placed in lists by numbers; the card with its sentences is made when it is shown. */
export class PastTutor implements RankedTutor {
  readonly tutorId: string;
  readonly name: string | null;
  readonly riskLevel: RiskLevel;
  readonly needsYou: boolean;
  readonly priority: number;
  readonly score: number;
  readonly windows: RankedTutor['windows'];
  private made: ScoreCard | undefined;

  constructor(
    private readonly tutor: KnownTutor,
    private readonly counts: Windows,
    private readonly judging: PastJudging,
  ) {
    const standing = standingOf({ ...judging, windows: counts, departed: tutor.departedAt !== null });
    const { counted, tutorMoved } = counts[30];
    this.tutorId = tutor.tutorId;
    this.name = tutor.name;
    this.riskLevel = standing.riskLevel;
    this.needsYou = standing.needsYou;
    this.priority = standing.priority;
    this.score = standing.score;
    this.windows = { '30': { rescheduleRate: counted === 0 ? null : tutorMoved / counted } };
  }

  get card(): ScoreCard {
    return (this.made ??= assess({ ...this.tutor, ...this.judging, windows: this.counts }));
  }
}
