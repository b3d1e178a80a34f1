import type { FactItem } from '@tq/platform/web';

type Fact = Pick<FactItem, 'type' | 'data' | 'standing' | 'excused'>;

/** What an administrator may decide about a fact: nothing where the tutor did not cause it, or where it does not stand. */
export function decisionOn(fact: Fact): 'excuse' | 'withdraw' | undefined {
  if (fact.standing === 'retracted' || !causedByTutor(fact)) return undefined;
  if (!fact.excused) return 'excuse';
  // What the platform itself excused is not an administrator's to withdraw.
  return fact.data['excused'] === true ? undefined : 'withdraw';
}

function causedByTutor({ type, data }: Fact): boolean {
  if (/\.session\.(rescheduled|cancelled)\.v\d+$/.test(type)) return data['initiatedBy'] === 'tutor';
  return /\.session\.no-show\.v\d+$/.test(type) && data['missedBy'] === 'tutor';
}
