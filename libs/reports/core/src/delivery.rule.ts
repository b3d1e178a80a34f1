/** What the next step of a mail is after an attempt to send it. Times are epoch milliseconds. */
export type DeliveryStep = Readonly<
  | { state: 'sent'; at: number }
  | { state: 'queued'; nextAttemptAt: number; late: boolean; error: string }
  | { state: 'failed'; error: string; late: boolean }
>;

export type Attempt = Readonly<{
  outcome: 'sent' | 'later' | 'refused' | 'ambiguous';
  reason: string;
  /** Attempts so far, this one included. */
  attempts: number;
  createdAt: number;
  /** Nobody else may touch the mail before this moment. */
  leaseUntil: number;
}>;

const second = 1000;
/** A report is wanted within the hour; later it is marked as late, and after a further day nobody needs it. */
export const deadline = 3_600 * second;
const giveUpAfter = deadline + 24 * 3_600 * second;
const firstWait = 2 * second;
const longestWait = 60 * second;

/**
 * Sent, to be tried again, or given up.
 * @param chance 0–1, for the jitter that keeps waiting mails from coming back all at once
 */
export function afterAttempt(
  { outcome, reason, attempts, createdAt, leaseUntil }: Attempt,
  now: number,
  chance: number,
): DeliveryStep {
  if (outcome === 'sent') return { state: 'sent', at: now };
  const late = now - createdAt > deadline;
  if (outcome === 'refused') return { state: 'failed', error: reason, late };
  if (now - createdAt > giveUpAfter) return { state: 'failed', error: `Given up after 25 hours: ${reason}`, late };
  const wait = Math.min(longestWait, firstWait * 2 ** Math.min(attempts - 1, 10));
  const nextAttemptAt = now + wait * (0.5 + chance / 2);
  // Perhaps the server has it: the same bytes go again only when nothing of this attempt can still be on its way.
  return {
    state: 'queued',
    nextAttemptAt: Math.round(outcome === 'ambiguous' ? Math.max(leaseUntil, nextAttemptAt) : nextAttemptAt),
    late,
    error: reason,
  };
}
