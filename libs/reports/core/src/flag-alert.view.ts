import { instantOf, type RiskLevel } from '@tq/events';
import { dayAndTime, timeOfDay } from './clock';
import { promiseLines, rescheduleLines, type RateLine } from './rates';
import type { Recipient } from './recipient';
import type { LevelChange } from './score-data';
import type { FactLine } from './session-facts';
import { driversOf, footerOf, type Footer, type Links } from './session-report.view';
import { alertSubject, figure } from './subject';
import { verdictOf, type Verdict } from './verdict';
import { counted, tutorName } from './words';

export type FlagAlertView = Readonly<{
  subject: string;
  preheader: string;
  headline: string;
  verdict: Verdict;
  tutor: string;
  tutorUrl: string;
  /** The same tutor with what was known when the flag went up. */
  thenUrl: string;
  rates: RateLine[];
  promises: FactLine[];
  why: string[];
  recommended: string[];
  /** Further tutors whose flag went up in the same moment. */
  others: { level: RiskLevel; tutor: string; url: string; thenUrl: string; because: string }[];
  more: string;
  footer: Footer;
}>;

const mostOthers = 30;

/** The alert that flags went up without a session's end, mostly because a tutor moved a session. The worst comes first. */
export function flagAlertView(
  changes: readonly LevelChange[],
  { policy, timeZone }: Recipient,
  links: Links,
  now: number,
): FlagAlertView {
  const [first, ...others] = [...changes].sort((a, b) => b.card.priority - a.card.priority);
  if (first === undefined) throw new Error('An alert is about at least one tutor.');
  const { card, before } = first;
  const verdict = verdictOf(before, card, null, 'this change');
  return {
    subject: alertSubject([first, ...others]),
    preheader: verdict.because,
    headline:
      others.length === 0
        ? `${tutorName(first)} is now at high risk`
        : `${counted(changes.length, 'tutor')} are now at high risk`,
    verdict,
    tutor: tutorName(first),
    tutorUrl: links.tutor(first.tutorId),
    thenUrl: links.tutorThen(first.tutorId, first.at),
    rates: rescheduleLines(card, null).map((line) => ({ ...line, change: '' })),
    promises: promiseLines(card),
    ...driversOf(card),
    others: others.slice(0, mostOthers).map((change) => ({
      level: change.card.riskLevel,
      tutor: tutorName(change, 40),
      url: links.tutor(change.tutorId),
      thenUrl: links.tutorThen(change.tutorId, change.at),
      because: figure(change.card),
    })),
    more:
      others.length > mostOthers ? `And ${counted(others.length - mostOthers, 'tutor')} more: see the console.` : '',
    footer: footerOf(
      card.ruleSetVersion,
      `Changed ${dayAndTime(instantOf(first.at), timeZone)} → sent ${timeOfDay(now, timeZone)} (${timeZone})`,
      policy,
      links,
    ),
  };
}
