import { instantOf, standardRuleSet, type ScoreCard } from '@tq/events';
import { dayAndTime, timeOfDay } from './clock';
import { promiseLines, rescheduleLines, type RateLine } from './rates';
import type { Policy, Recipient } from './recipient';
import type { EndedSession } from './score-data';
import { sessionFacts, type FactLine } from './session-facts';
import { sessionSubject } from './subject';
import { trendView, type TrendView } from './trend';
import { verdictOf, type Verdict } from './verdict';
import { fullStop, oneLine, percent, tutorName } from './words';

/** Where the mail's links lead. */
export type Links = Readonly<{
  tutor: (tutorId: string) => string;
  /** The tutor as it was known at a moment, RFC 3339. */
  tutorThen: (tutorId: string, knownAt: string) => string;
  console: string;
  /** Who needs somebody, as it was known at a moment: each row leads on to its tutor then. */
  consoleThen: (knownAt: string) => string;
  preferences: string;
  unsubscribe: string;
}>;

/** The lines at the foot of every mail. */
export type Footer = Readonly<{ rules: string; times: string; why: string; preferences: string; unsubscribe: string }>;

export type SessionReportView = Readonly<{
  subject: string;
  preheader: string;
  tutor: string;
  headline: string;
  verdict: Verdict;
  tutorUrl: string;
  /** The same tutor with what was known when the figures were made. */
  thenUrl: string;
  facts: FactLine[];
  rates: RateLine[];
  others: FactLine[];
  trend: TrendView | null;
  why: string[];
  recommended: string[];
  footer: Footer;
}>;

/** Everything that the report of one session says. @param now when it is written, epoch ms */
export function sessionReportView(
  session: EndedSession,
  { policy, timeZone }: Recipient,
  links: Links,
  now: number,
): SessionReportView {
  const { card, before } = session;
  const ended = instantOf(session.endedAt ?? session.closedAt);
  return {
    subject: sessionSubject(session, timeZone),
    preheader: fullStop(oneLine(card.reason, 140)),
    tutor: tutorName(session),
    headline: headlineOf(session, timeZone),
    verdict: verdictOf(before, card, session.levelSince, 'this session'),
    tutorUrl: links.tutor(session.tutorId),
    thenUrl: links.tutorThen(session.tutorId, session.scoredAt),
    facts: sessionFacts(session, timeZone),
    rates: rescheduleLines(card, before),
    others: [...promiseLines(card), { label: 'Score', value: scoreWords(card, before) }],
    trend: trendView(session.trend, session.rescheduleLimit ?? standardRuleSet.rescheduleLimit),
    ...driversOf(card),
    footer: footerOf(
      card.ruleSetVersion,
      `Ended ${timeOfDay(ended, timeZone)} → sent ${timeOfDay(now, timeZone)} (${timeZone})`,
      policy,
      links,
    ),
  };
}

/**
 * What is behind the verdict, without repeating its sentence, and what to do about it: at most three drivers and two
 * actions.
 */
export function driversOf({ readings, reason, evidence }: ScoreCard): {
  why: string[];
  recommended: string[];
} {
  const rank = { high: 0, watch: 1, unknown: 2, ok: 3 } as const;
  const telling = readings
    .filter(({ level }) => level === 'high' || level === 'watch')
    .sort((a, b) => rank[a.level] - rank[b.level]);
  const drivers = telling.filter(({ because }) => because !== reason).map(({ because }) => because);
  if (
    evidence.probability !== null &&
    evidence.grade !== null &&
    telling.some(({ signal }) => signal === 'reschedules')
  ) {
    drivers.splice(2, Infinity, evidenceWords(evidence.probability, evidence.grade));
  }
  const why = drivers.length === 0 && telling.length > 0 ? [reason] : drivers.slice(0, 3);
  const actions = telling.flatMap(({ recommendation }) => recommendation ?? []);
  return { why: why.map(tidy), recommended: [...new Set(actions)].slice(0, 2).map(tidy) };
}

const tidy = (text: string): string => fullStop(oneLine(text, 240));

/** How sure the figures are, since a few odd weeks can look like a habit. */
function evidenceWords(probability: number, grade: 'confirmed' | 'likely' | 'early'): string {
  const meaning = { confirmed: 'confirmed', likely: 'likely', early: 'an early signal, it may be chance' }[grade];
  return `With a probability of ${percent(probability)} the tutor’s true reschedule rate is over the limit: ${meaning}`;
}

export function footerOf(
  ruleSetVersion: number,
  times: string,
  policy: Policy,
  { preferences, unsubscribe }: Links,
): Footer {
  return { rules: `Rule set ${ruleSetVersion}`, times, why: whyYou[policy], preferences, unsubscribe };
}

const whyYou: Readonly<Record<Policy, string>> = {
  every: 'You get this because you asked for a report of every session.',
  smart: 'You get this because you asked for what matters at once and the rest in roll-ups.',
  daily: 'You get this because you asked for one digest a day.',
};

function headlineOf(session: EndedSession, timeZone: string): string {
  const at = dayAndTime(instantOf(session.plannedStartsAt ?? session.startedAt ?? session.closedAt), timeZone);
  const name = tutorName(session);
  if (session.outcome === 'missed') return `${name} missed the session of ${at}`;
  if (session.missedBy === 'student') return `${name} was there, the student was not: ${at}`;
  return `${name} held the session of ${at}`;
}

function scoreWords(card: ScoreCard, before: ScoreCard | null): string {
  const score = Math.round(card.score);
  const change = before === null ? 0 : score - Math.round(before.score);
  return `${score} of 100${change === 0 ? '' : ` (${change > 0 ? '+' : '−'}${Math.abs(change)} with this session)`}`;
}
