import { trueRatesOn, type Cause } from '../platform/truth';
import type { Judgement } from './evaluate';

/** `of` is the denominator, so that a share can be read with its size. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** How well those at risk were found. Tutors are counted once for each as-of day. */
export interface Measures {
  /** Of the tutors truly at risk, those flagged (high or watch) · those marked as needing somebody. */
  readonly identified: Share;
  readonly needsYou: Share;
  /** The same by cause, and for those whose rate is not over its limit yet but will be within 14 days. */
  readonly byCause: Readonly<Record<Cause, Share>>;
  readonly overNow: Share;
  readonly notYetOver: Share;
  /** Of the flagged, those truly at risk · of those marked as needing somebody. */
  readonly flaggedRight: Share;
  readonly needsYouRight: Share;
  /** Days from the first flag to the day on which the true rate passed the limit; negative: flagged after. Sorted. */
  readonly lead: readonly number[];
  /** Of the tutors whose rate passed its limit while they were observed, those flagged at last. */
  readonly turnedAndFlagged: Share;
}

const isFlagged = ({ card }: Judgement): boolean => card.riskLevel === 'high' || card.riskLevel === 'watch';
const needsYou = ({ card }: Judgement): boolean => card.needsYou;
const isAtRisk = ({ truth }: Judgement): boolean => truth.length > 0;
const share = (of: readonly Judgement[], is: (one: Judgement) => boolean): Share => ({
  part: of.filter(is).length,
  of: of.length,
});

export function measuresOf(judgements: readonly Judgement[]): Measures {
  const atRisk = judgements.filter(isAtRisk);
  const because = (cause: Cause): Share => share(atRisk.filter(({ truth }) => truth.includes(cause)), isFlagged); // prettier-ignore
  const turns = turnsOf(judgements);
  return {
    identified: share(atRisk, isFlagged),
    needsYou: share(atRisk, needsYou),
    byCause: {
      reschedules: because('reschedules'),
      noShows: because('noShows'),
      cancellations: because('cancellations'),
    },
    overNow: share(atRisk.filter(({ isOverNow }) => isOverNow), isFlagged), // prettier-ignore
    notYetOver: share(atRisk.filter(({ isOverNow }) => !isOverNow), isFlagged), // prettier-ignore
    flaggedRight: share(judgements.filter(isFlagged), isAtRisk),
    needsYouRight: share(judgements.filter(needsYou), isAtRisk),
    lead: turns.flatMap(({ lead }) => (lead === null ? [] : [lead])).sort((a, b) => a - b),
    turnedAndFlagged: { part: turns.filter(({ lead }) => lead !== null).length, of: turns.length },
  };
}

/**
 * Tutors who got worse while observed: the day on which the true rate passed the limit, and the first flag from
 * 28 days before it on (an earlier one was about something else).
 */
function turnsOf(judgements: readonly Judgement[]): { lead: number | null }[] {
  const byTutor = Map.groupBy(judgements, ({ tutor }) => tutor);
  const lastDay = Math.max(...judgements.map(({ day }) => day));
  const firstDay = Math.min(...judgements.map(({ day }) => day));
  return [...byTutor].flatMap(([tutor, own]) => {
    if (tutor.habits.kind !== 'decliner') return [];
    let passes = firstDay;
    while (passes <= lastDay && trueRatesOn(tutor, passes).reschedules <= 0.15) passes++;
    // Those who had turned before the first as-of day, or turn in its last two weeks, cannot be timed fairly.
    if (passes === firstDay || passes > lastDay - 14 || (own.at(-1)?.day ?? 0) < passes + 14) return [];
    const flag = own.find((one) => one.day >= passes - 28 && isFlagged(one));
    return [{ lead: flag ? passes - flag.day : null }];
  });
}
