import { instantOf, type TutorDecision } from '@tq/events';
import { byTime, identityOf, learnedAt, type RecordPlace } from './known-event';

/** An administrator's word on whether a fact of a tutor is excused. */
export interface ExcuseDecision {
  /** Identity of the decision itself. */
  readonly source: string;
  readonly id: string;
  /** When it was decided, in epoch milliseconds. */
  readonly at: number;
  /** When we learned of it, in epoch milliseconds. */
  readonly learnedAt: number;
  /** `false` withdraws an earlier excuse. */
  readonly excused: boolean;
  /** The fact it is about, of the same tutor. */
  readonly fact: { readonly source: string; readonly id: string };
}

/** A checked event of `coaching-events` as a decision; `record` is its place on the log. */
export function excuseDecision(event: TutorDecision, record: Pick<RecordPlace, 'timestamp'>): ExcuseDecision {
  return {
    source: event.source,
    id: event.id,
    at: instantOf(event.time),
    learnedAt: learnedAt(event, record),
    excused: event.type === 'tutoring.fact.excused.v1',
    fact: { source: event.data.source, id: event.data.id },
  };
}

/** Identities of the facts of one tutor that are excused: of several decisions on one fact the latest holds. */
export function excusedFacts(decisions: readonly ExcuseDecision[]): ReadonlySet<string> {
  const latest = new Map<string, ExcuseDecision>();
  for (const decision of decisions) {
    const known = latest.get(identityOf(decision.fact));
    if (!known || byTime(known, decision) < 0) latest.set(identityOf(decision.fact), decision);
  }
  return new Set([...latest].filter(([, { excused }]) => excused).map(([identity]) => identity));
}
