import { durationText, type SessionItem } from '@tq/platform/web';

const parties = { tutor: 'the tutor', student: 'the student', platform: 'the platform' } as const;

/** How a session stands, in words: "Held", "Missed by the tutor, excused". */
export function stateWords({ state, closedBy, excused }: Pick<SessionItem, 'state' | 'closedBy' | 'excused'>): string {
  const by = closedBy ? ` by ${parties[closedBy]}` : '';
  const suffix = excused ? ', excused' : '';
  switch (state) {
    case 'open':
      return 'Planned';
    case 'held':
      // A student's no-show closes a session as held: the tutor kept the promise.
      return closedBy === 'student' ? 'Held, student did not come' : 'Held';
    case 'missed':
      return `Missed${by || ' by the tutor'}${suffix}`;
    case 'cancelled':
      return `Cancelled${by}${suffix}`;
  }
}

/** How long one step took after another: "+0.2 s", "+4 min"; '' where one of them is missing. */
export function stepText(from: string | null, to: string | null): string {
  if (from === null || to === null) return '';
  const took = Date.parse(to) - Date.parse(from);
  if (took < 10_000) return `+${(Math.max(0, took) / 1000).toFixed(1)} s`;
  return `+${durationText(took)}`;
}

/** Reports leave within this. A session that is older and has no mail was not to be mailed. Ms. */
const mailedWithin = 3_600_000;
/** Scoring announces what is to be mailed within seconds; what it has not announced after this is history. Ms. */
const announcedWithin = 60_000;

/** What stands where the time of the mail would: it waits, or there is none to come. */
export function noMailWords({ state, receivedAt, scoredAt }: SessionItem, now: number): string {
  const age = receivedAt === null ? Infinity : now - Date.parse(receivedAt);
  if (scoredAt === null && age >= announcedWithin) return 'History, not mailed';
  if (state === 'cancelled') return 'In roll-ups only';
  return age < mailedWithin ? 'Waiting' : 'Not mailed';
}
