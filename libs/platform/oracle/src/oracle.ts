import { standardRuleSet, type RuleSet, type WindowFigures } from '@tq/events';
import { fittedPrior, tail, type Beta } from './beta-binomial';
import { localDay, marksOf, type CountName, type Mark } from './counts';
import { bytewise, standingFacts, type LogRecord, type LoggedDecision, type StandingFact } from './facts';

/** What the contract says of one tutor as of a day: those fields of an item of `GET /api/tutors` that it defines in full. */
export interface OracleItem {
  readonly tutorId: string;
  readonly name: string | null;
  readonly riskLevel: 'high' | 'watch' | 'ok' | 'insufficient-data';
  readonly needsYou: boolean;
  readonly evidence: { readonly grade: 'confirmed' | 'likely' | 'early' | null; readonly probability: number | null };
  readonly windows: { readonly '7': WindowFigures; readonly '30': WindowFigures; readonly '90': WindowFigures };
  readonly departed: boolean;
}

export interface OracleInput {
  readonly log: readonly LogRecord[];
  readonly decisions?: readonly LoggedDecision[];
  readonly timeZone: string;
  readonly rules?: RuleSet;
  /** Epoch milliseconds: with what was known then. Left out: with all that is known. */
  readonly knownAt?: number;
}

/** The contract's answer for every tutor, by `tutorId`, for as many days as one likes: facts are folded once. */
export function oracle({ log, decisions = [], timeZone, rules = standardRuleSet, knownAt = Infinity }: OracleInput) {
  const tutors = new Map<string, { facts: StandingFact[]; marks: Mark[] }>();
  for (const fact of standingFacts(log, decisions, knownAt)) {
    const known = tutors.get(fact.tutorId) ?? { facts: [], marks: [] };
    known.facts.push(fact);
    tutors.set(fact.tutorId, known);
  }
  for (const tutor of tutors.values()) tutor.marks = marksOf(tutor.facts, timeZone);

  return {
    /** @param date `YYYY-MM-DD` */
    asOf(date: string): OracleItem[] {
      const today = Date.parse(`${date}T00:00:00Z`) / 86_400_000;
      const prior = fittedPrior(
        [...tutors.values()].map(({ marks }) => ({
          k: count(marks, 'tutorMoved', today - 1, 90),
          n: count(marks, 'counted', today - 1, 90),
        })),
      );
      return [...tutors]
        .map(([tutorId, { facts, marks }]) => {
          const known = facts.filter(({ instant }) => localDay(instant, timeZone) <= today);
          return known.length === 0 ? undefined : itemOf(tutorId, known, marks, today, prior, rules);
        })
        .filter((item) => item !== undefined)
        .sort((a, b) => bytewise(a.tutorId, b.tutorId));
    },
  };
}

function count(marks: readonly Mark[], name: CountName, today: number, days: number): number {
  return marks.filter((mark) => mark.count === name && mark.day <= today && mark.day > today - days).length;
}

function itemOf(
  tutorId: string,
  facts: readonly StandingFact[],
  marks: readonly Mark[],
  today: number,
  prior: Beta,
  rules: RuleSet,
): OracleItem {
  const figures = (days: number) => figuresOf((name) => count(marks, name, today, days));
  const usual = figures(rules.window);
  const long = figures(rules.fallbackWindow);
  const judged = usual.counted < rules.minimumCounted ? long : usual;
  const probability =
    judged.counted === 0 ? null : tail(rules.rescheduleLimit, prior, { k: judged.tutorMoved, n: judged.counted });
  const grade =
    probability === null
      ? null
      : probability >= rules.evidence.confirmed
        ? 'confirmed'
        : probability >= rules.evidence.likely
          ? 'likely'
          : 'early';
  const highByNoShows = usual.missed >= rules.noShow.minimum && (usual.noShowRate ?? 0) > rules.noShow.limit;
  const riskLevel = ((): OracleItem['riskLevel'] => {
    if (long.counted < rules.minimumCounted && usual.missed < rules.noShow.minimum) return 'insufficient-data';
    if (judged.counted >= rules.minimumCounted && (judged.rescheduleRate ?? 0) > rules.rescheduleLimit) return 'high';
    if (highByNoShows) return 'high';
    if (probability !== null && probability >= rules.evidence.likely && judged.tutorMoved >= rules.watchMinimumMoved)
      return 'watch';
    if (count(marks, 'firstMissed', today, rules.window) > 0 || usual.missed >= rules.noShow.minimum) return 'watch';
    const ended = usual.held + usual.missed + usual.tutorCancelled;
    if (ended >= rules.cancellation.minimum && usual.tutorCancelled / ended > rules.cancellation.limit) return 'watch';
    return 'ok';
  })();
  return {
    tutorId,
    name: (facts.findLast(({ type }) => type === 'tutoring.tutor.registered.v1')?.data['name'] as string) ?? null,
    riskLevel,
    needsYou: riskLevel === 'high' && (grade === 'likely' || grade === 'confirmed' || highByNoShows),
    evidence: { grade, probability },
    windows: { '7': figures(7), '30': figures(30), '90': figures(90) },
    // The contract leaves open what a registration after a departure means; the README's decisions say: back again.
    departed:
      facts.findLast(({ type }) => type === 'tutoring.tutor.registered.v1' || type === 'tutoring.tutor.departed.v1')
        ?.type === 'tutoring.tutor.departed.v1',
  };
}

function figuresOf(of: (name: CountName) => number): WindowFigures {
  const over = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const [counted, tutorMoved] = [of('counted'), of('tutorMoved')];
  const [held, missed, tutorCancelled] = [of('held'), of('missed'), of('tutorCancelled')];
  return {
    counted,
    tutorMoved,
    held,
    missed,
    tutorCancelled,
    moves: { tutor: of('moves.tutor'), student: of('moves.student'), platform: of('moves.platform') },
    rescheduleRate: over(tutorMoved, counted),
    noShowRate: over(missed, held + missed),
    cancellationRate: over(tutorCancelled, held + missed + tutorCancelled),
  };
}
