import { instantOf, type RiskLevel } from '@tq/events';
import { dateOf, dayAndTime, timeOfDay } from './clock';
import { flagChange } from './flag.rule';
import { levelInSentence } from './level.words';
import type { Recipient } from './recipient';
import type { CancelledSession, EndedSession, LevelChange } from './score-data';
import { footerOf, type Footer, type Links } from './session-report.view';
import { figure, longestSubject } from './subject';
import { counted, oneLine, tutorName } from './words';

/** What a roll-up or digest gathers. */
export type Gathered = Readonly<{
  ended: readonly EndedSession[];
  cancelled: readonly CancelledSession[];
  changes: readonly LevelChange[];
}>;

export type Row = Readonly<{ level: RiskLevel; tutor: string; url: string; at: string; what: string; because: string }>;

export type GatheringView = Readonly<{
  subject: string;
  preheader: string;
  headline: string;
  tiles: { value: string; label: string }[];
  /** What needs a look, the worst first. */
  notable: Row[];
  /** Held without concern: one line for each tutor. */
  quiet: { tutor: string; url: string; times: string }[];
  /** Said instead of what was cut off; empty where nothing was. */
  more: string;
  cancelled: Row[];
  consoleUrl: string;
  /** The console with what was known when the mail was written. */
  thenUrl: string;
  footer: Footer;
}>;

/** Rows of a kind that one mail shows, so that it stays small enough for every mail program (Gmail cuts at 102 kB). */
const most = { notable: 20, quiet: 30, cancelled: 8 } as const;

/** @param part which of `parts` mails of this time; the worst stands in the first */
export function gatheringView(
  kind: 'roll-up' | 'daily-digest',
  { ended, cancelled, changes }: Gathered,
  { policy, timeZone }: Recipient,
  links: Links,
  due: number,
  now: number,
): GatheringView {
  const notable = [
    ...changes.map((change) => changeRow(change, timeZone, links)),
    ...missedFirst(ended.filter(isNotable)).map((session) => sessionRow(session, timeZone, links)),
  ];
  notable.sort((a, b) => levelWeight[b.level] - levelWeight[a.level]);
  const calm = ended.filter((session) => !isNotable(session));
  const quiet = quietLines(calm, timeZone, links);
  const version = [...ended, ...cancelled, ...changes].reduce(
    (latest, { card }) => Math.max(latest, card.ruleSetVersion),
    0,
  );
  const missed = ended.filter((session) => session.outcome === 'missed').length;
  const raised = raisedTutors(ended, changes);
  const total = ended.length + cancelled.length;
  const when = kind === 'roll-up' ? `roll-up ${timeOfDay(due, timeZone)}` : `daily digest ${dateOf(due, timeZone)}`;
  const cut = [
    notable.length > most.notable ? `${notable.length - most.notable} more that need a look` : '',
    quiet.length > most.quiet ? `${counted(quiet.length - most.quiet, 'more tutor')} without concern` : '',
    cancelled.length > most.cancelled ? `${cancelled.length - most.cancelled} more called off` : '',
  ].filter((text) => text !== '');
  return {
    subject: gatheringSubject({ raised, missed, watched: notable.length, total, changes: changes.length }, when),
    preheader:
      notable.length > 0
        ? notable
            .slice(0, 3)
            .map((row) => `${row.tutor}: ${row.what}`)
            .join(' · ')
        : `${counted(ended.length, 'session')} held, nothing stands out.`,
    headline: headlineOf(kind, { raised, missed }, notable.length),
    tiles: [
      { value: String(ended.length - missed), label: 'held' },
      { value: String(missed), label: 'missed by tutors' },
      { value: String(cancelled.length), label: 'called off' },
      { value: String(raised), label: 'new at high risk' },
    ],
    notable: notable.slice(0, most.notable),
    quiet: quiet.slice(0, most.quiet),
    more: cut.length === 0 ? '' : `Not shown: ${cut.join(', ')}.`,
    cancelled: cancelled.slice(0, most.cancelled).map((session) => cancelledRow(session, timeZone, links)),
    consoleUrl: links.console,
    thenUrl: links.consoleThen(new Date(now).toISOString()),
    footer: footerOf(
      version,
      `${kind === 'roll-up' ? 'Roll-up' : 'Daily digest'} of ${dayAndTime(due, timeZone)} → sent ${timeOfDay(now, timeZone)} (${timeZone})`,
      policy,
      links,
    ),
  };
}

const levelWeight: Readonly<Record<RiskLevel, number>> = { high: 3, watch: 2, ok: 1, 'insufficient-data': 0 };

/** Does the session deserve a line of its own? */
function isNotable({ outcome, missedBy, before, card }: EndedSession): boolean {
  return (
    outcome === 'missed' ||
    missedBy !== undefined ||
    flagChange(before, card) !== 'none' ||
    card.riskLevel === 'high' ||
    card.riskLevel === 'watch'
  );
}

function missedFirst(sessions: readonly EndedSession[]): EndedSession[] {
  return sessions.toSorted((a, b) => Number(b.outcome === 'missed') - Number(a.outcome === 'missed'));
}

function raisedTutors(ended: Gathered['ended'], changes: Gathered['changes']): number {
  const raised = [...ended, ...changes].filter(({ before, card }) => flagChange(before, card) === 'raised');
  return new Set(raised.map(({ tutorId }) => tutorId)).size;
}

type Counts = { raised: number; missed: number; watched: number; total: number; changes: number };

function gatheringSubject({ raised, missed, watched, total, changes }: Counts, when: string): string {
  const news = [
    raised > 0 ? `▲ ${raised} new at high risk` : '',
    missed > 0 ? counted(missed, 'no-show') : '',
    raised === 0 && missed === 0 && watched > 0 ? `${watched} worth a look` : '',
  ].filter((text) => text !== '');
  const subject = `${news.length > 0 ? news.join(', ') : 'No concerns'} – ${when}`;
  const whole = `${subject}, ${total === 0 ? counted(changes, 'change') : counted(total, 'session')}`;
  return whole.length <= longestSubject ? whole : subject;
}

function headlineOf(
  kind: 'roll-up' | 'daily-digest',
  { raised, missed }: Pick<Counts, 'raised' | 'missed'>,
  notable: number,
): string {
  if (raised > 0) return `${counted(raised, 'tutor')} new at high risk`;
  if (missed > 0) return `${counted(missed, 'session')} missed by ${missed === 1 ? 'a tutor' : 'tutors'}`;
  if (notable > 0) return `${counted(notable, 'line')} worth a look`;
  return kind === 'roll-up' ? 'Nothing needs you' : 'A quiet day: nothing needs you';
}

function sessionRow(session: EndedSession, timeZone: string, links: Links): Row {
  const change = flagChange(session.before, session.card);
  const outcome =
    session.outcome === 'missed'
      ? `missed${session.excused ? ', excused' : ''}`
      : session.missedBy === 'student'
        ? 'student did not come'
        : 'held';
  const news =
    change === 'none'
      ? ''
      : change === 'cleared'
        ? ', flag cleared'
        : `, now ${levelInSentence(session.card.riskLevel)}`;
  return rowOf(session, startOf(session, timeZone), `${outcome}${news}`, links);
}

function changeRow(change: LevelChange, timeZone: string, links: Links): Row {
  const was = change.before === null ? '' : ` (was ${levelInSentence(change.before.riskLevel)})`;
  const what =
    change.before?.riskLevel === change.card.riskLevel
      ? change.card.needsYou
        ? 'now needs you'
        : 'no longer needs you'
      : `now ${levelInSentence(change.card.riskLevel)}${was}`;
  return rowOf(change, dayAndTime(instantOf(change.at), timeZone), what, links);
}

function cancelledRow(session: CancelledSession, timeZone: string, links: Links): Row {
  return rowOf(
    session,
    startOf(session, timeZone),
    `called off by the ${session.by}${session.excused ? ', excused' : ''}`,
    links,
  );
}

function rowOf(about: EndedSession | CancelledSession | LevelChange, at: string, what: string, links: Links): Row {
  return {
    level: about.card.riskLevel,
    tutor: tutorName(about, 40),
    url: links.tutor(about.tutorId),
    at,
    what,
    because: oneLine(figure(about.card), 80),
  };
}

function quietLines(sessions: readonly EndedSession[], timeZone: string, links: Links): GatheringView['quiet'] {
  const byTutor = new Map<string, EndedSession[]>();
  for (const session of sessions) byTutor.set(session.tutorId, [...(byTutor.get(session.tutorId) ?? []), session]);
  return [...byTutor.values()].map((own) => {
    const first = own[0] as EndedSession;
    const times = own
      .slice(0, 4)
      .map((session) => startOf(session, timeZone))
      .map(withoutSameDay);
    return {
      tutor: tutorName(first, 40),
      url: links.tutor(first.tutorId),
      times: `${times.join(', ')}${own.length > 4 ? ` and ${own.length - 4} more` : ''}`,
    };
  });
}

/** "Tue 11:00, 13:00": the day once. */
function withoutSameDay(time: string, index: number, all: readonly string[]): string {
  const [day, clock] = time.split(' ');
  return all[index - 1]?.startsWith(`${day} `) ? (clock ?? time) : time;
}

function startOf(session: EndedSession | CancelledSession, timeZone: string): string {
  return dayAndTime(instantOf(session.plannedStartsAt ?? session.startedAt ?? session.closedAt), timeZone);
}
