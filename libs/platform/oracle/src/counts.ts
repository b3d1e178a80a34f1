import type { StandingFact } from './facts';

export type CountName =
  | 'counted'
  | 'tutorMoved'
  | 'held'
  | 'missed'
  | 'tutorCancelled'
  | 'moves.tutor'
  | 'moves.student'
  | 'moves.platform'
  | 'firstMissed';

/** One more of a count, on a day. */
export interface Mark {
  readonly count: CountName;
  /** Days since 1970-01-01. */
  readonly day: number;
}

/** What one tutor's facts (in their order) add to the tutor's days. */
export function marksOf(facts: readonly StandingFact[], timeZone: string): Mark[] {
  const sessionIds = new Set(facts.map(({ data }) => data['sessionId']).filter((id) => id !== undefined));
  return [...sessionIds].flatMap((sessionId) =>
    marksOfSession(
      facts.filter(({ data, type }) => data['sessionId'] === sessionId && type.startsWith('tutoring.session.')),
      timeZone,
    ),
  );
}

function marksOfSession(facts: readonly StandingFact[], timeZone: string): Mark[] {
  const marks: Mark[] = [];
  let plan: StandingFact | undefined;
  let isCounted = false;
  const mark = (count: CountName, { instant }: StandingFact) => marks.push({ count, day: localDay(instant, timeZone) });
  const countOnce = (fact: StandingFact) => {
    if (!isCounted) mark('counted', fact);
    isCounted = true;
  };

  for (const fact of facts) {
    const { initiatedBy, missedBy, excused } = fact.data;
    switch (fact.type) {
      case 'tutoring.session.scheduled.v1':
        plan ??= fact;
        break;
      case 'tutoring.session.rescheduled.v1':
        mark(`moves.${initiatedBy as 'tutor' | 'student' | 'platform'}`, fact);
        if (initiatedBy === 'tutor' && excused !== true && !isCounted) {
          countOnce(fact);
          mark('tutorMoved', fact);
        }
        break;
      case 'tutoring.session.completed.v1':
        mark('held', fact);
        countOnce(fact);
        return marks;
      case 'tutoring.session.no-show.v1':
        if (missedBy === 'student') {
          mark('held', fact);
          countOnce(fact);
        } else if (excused !== true) {
          mark('missed', fact);
          countOnce(fact);
          if (plan?.data['isFirstSession'] === true) mark('firstMissed', fact);
        }
        return marks;
      case 'tutoring.session.cancelled.v1':
        if (initiatedBy === 'tutor' && excused !== true) {
          mark('tutorCancelled', fact);
          countOnce(fact);
        }
        return marks;
    }
  }
  return marks;
}

/** The calendar day that a clock in the time zone shows, as days since 1970-01-01. */
export function localDay(instant: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const date = new Date(0);
  date.setUTCFullYear(
    part('era') === 'BC' ? 1 - Number(part('year')) : Number(part('year')),
    Number(part('month')) - 1,
    Number(part('day')),
  );
  return date.getTime() / 86_400_000;
}

// Making a formatter takes a thousand times as long as asking it.
const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' });
  clocks.set(timeZone, clock);
  return clock;
}
