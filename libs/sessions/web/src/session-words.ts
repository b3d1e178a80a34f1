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

/** After this, a session without a mail was not to be mailed (history, or nobody is mailed). Ms. */
const mailedWithin = 3_600_000;

/** What stands where the time of the mail would: it waits, or there is none to come. */
export function noMailWords({ state, receivedAt }: SessionItem, now: number): string {
  if (state === 'cancelled') return 'In roll-ups only';
  return receivedAt !== null && now - Date.parse(receivedAt) < mailedWithin ? 'Waiting' : 'Not mailed';
}
