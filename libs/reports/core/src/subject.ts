import { dayAndTime } from './clock';
import { flagChange } from './flag.rule';
import { levelInSentence, levelText, levelWords } from './level.words';
import type { EndedSession, LevelChange } from './score-data';
import { counted, percent, tutorName } from './words';
import { instantOf, type ScoreCard } from '@tq/events';

/** Characters; what a list of mails shows. */
export const longestSubject = 70;

/** ≤ 70 characters, the most telling words first; a long name gives way, never the words around it. */
export function subjectOf(before: string, tutor: { tutorId: string; tutorName: string | null }, after: string): string {
  const room = longestSubject - [...before].length - [...after].length;
  return `${before}${tutorName(tutor, Math.max(8, room))}${after}`;
}

/** Subject of the report of one session. */
export function sessionSubject(session: EndedSession, timeZone: string): string {
  const { card, before } = session;
  const at = dayAndTime(instantOf(session.plannedStartsAt ?? session.startedAt ?? session.closedAt), timeZone);
  const change = flagChange(before, card);
  const { shape, word } = levelWords[card.riskLevel];
  if (change === 'raised') return subjectOf(`${shape} ${word}: `, session, ` – ${figure(card)}`);
  if (session.outcome === 'missed') {
    return subjectOf(
      'No-show: ',
      session,
      ` missed ${at}${session.excused ? ', excused' : ''} – ${levelText(card.riskLevel)}`,
    );
  }
  if (change === 'cleared') return subjectOf(`${shape} Cleared: `, session, ` – ${figure(card)}`);
  if (change === 'changed')
    return subjectOf(`${shape} Now ${levelInSentence(card.riskLevel)}: `, session, ` – ${figure(card)}`);
  if (card.riskLevel === 'high' || card.riskLevel === 'watch') {
    const still = card.riskLevel === 'high' ? 'Still high' : 'Still on watch';
    return subjectOf(`${shape} ${still}: `, session, `, ${at} – ${figure(card)}`);
  }
  return subjectOf('Session report: ', session, `, ${at} – ${quietWords(session)}`);
}

/** Subject of the alert that a tutor's flag went up without a session's end; several tutors share one. */
export function alertSubject(changes: readonly LevelChange[]): string {
  const [first] = changes;
  if (first === undefined) throw new Error('An alert is about at least one tutor.');
  if (changes.length > 1)
    return subjectOf(`▲ ${changes.length} tutors at high risk: `, first, ` and ${changes.length - 1} more`);
  return subjectOf(`${levelText(first.card.riskLevel)}: `, first, ` – ${figure(first.card)}`);
}

function quietWords(session: EndedSession): string {
  if (session.missedBy === 'student') return 'student did not come';
  if (session.card.riskLevel === 'insufficient-data')
    return `${counted(session.card.windows['90'].counted, 'session')} so far`;
  return 'no concerns';
}

/** The figure that made the level: "6 of 21 moved (29 %)", "2 no-shows of 14 (14 %)". */
export function figure(card: ScoreCard): string {
  const moved = card.windows[card.evidence.window === 90 ? '90' : '30'];
  const month = card.windows['30'];
  const worst = card.readings.find(({ level }) => level === card.riskLevel);
  if (worst?.signal === 'no-shows' && month.missed > 0) {
    return `${counted(month.missed, 'no-show')} of ${month.held + month.missed} (${percent(month.noShowRate ?? 0)})`;
  }
  if (worst?.signal === 'cancellations' && month.tutorCancelled > 0) {
    return `${month.tutorCancelled} called off (${percent(month.cancellationRate ?? 0)})`;
  }
  if (moved.rescheduleRate === null) return 'no sessions counted';
  return `${moved.tutorMoved} of ${moved.counted} moved (${percent(moved.rescheduleRate)})`;
}
