import { standardRuleSet, type ScoreCard } from '@tq/events';
import { recommendationFor } from '@tq/coaching/core';
import { assess } from '@tq/scores/core';
import { addCounts, dayFromText, dayText, noCounts, type DayCounts } from '@tq/sessions/core';
import type { Links } from './session-report.view';
import type { CancelledSession, EndedSession, LevelChange } from './score-data';

/** Example data for previews and tests: made-up people, figures made by the real rules. */
const asOf = dayFromText('2026-11-24');
const prior = { alpha: 2, beta: 18 };

export const exampleLinks: Links = {
  tutor: (tutorId) => `https://quality.example.com/tutors/${encodeURIComponent(tutorId)}`,
  tutorThen: (tutorId, knownAt) =>
    `https://quality.example.com/tutors/${encodeURIComponent(tutorId)}?knownAt=${encodeURIComponent(knownAt)}`,
  console: 'https://quality.example.com/sessions',
  consoleThen: (knownAt) => `https://quality.example.com/?knownAt=${encodeURIComponent(knownAt)}`,
  preferences: 'https://quality.example.com/settings',
  unsubscribe: 'https://quality.example.com/unsubscribe?token=example',
};

type Counts = Partial<DayCounts>;
export type ExampleTutor = Readonly<{ tutorId: string; name: string; week: Counts; month: Counts; quarter: Counts }>;

/** Counts are of the last 7, 30 and 90 days, each holding those before it. */
export const exampleTutors = {
  ana: {
    tutorId: 't-1042',
    name: 'Ana Ruiz',
    week: { counted: 5, tutorMoved: 2, held: 4, movesTutor: 3 },
    month: { counted: 21, tutorMoved: 6, held: 18, missed: 1, movesTutor: 8 },
    quarter: { counted: 58, tutorMoved: 9, held: 54, missed: 2, movesTutor: 12 },
  },
  ben: {
    tutorId: 't-2210',
    name: 'Ben Ito',
    week: { counted: 6, held: 6 },
    month: { counted: 24, tutorMoved: 1, held: 24, movesTutor: 1, movesStudent: 3 },
    quarter: { counted: 71, tutorMoved: 4, held: 70, tutorCancelled: 1, movesTutor: 4, movesStudent: 6 },
  },
  carla: {
    tutorId: 't-0377',
    name: 'Carla Mendes',
    week: { counted: 3, held: 1, missed: 2 },
    month: { counted: 14, tutorMoved: 1, held: 12, missed: 2, movesTutor: 1 },
    quarter: { counted: 40, tutorMoved: 3, held: 38, missed: 2, movesTutor: 3 },
  },
  dmitri: {
    tutorId: 't-3081',
    name: 'Dmitri Volkov',
    week: { counted: 4, tutorMoved: 1, held: 3 },
    month: { counted: 19, tutorMoved: 3, held: 17, tutorCancelled: 1, movesTutor: 3 },
    quarter: { counted: 49, tutorMoved: 10, held: 45, tutorCancelled: 2, movesTutor: 11 },
  },
  finn: {
    tutorId: 't-1875',
    name: 'Finn Jansen',
    week: { counted: 4, held: 3, tutorCancelled: 1 },
    month: { counted: 21, tutorMoved: 2, held: 17, tutorCancelled: 4, movesTutor: 2 },
    quarter: { counted: 60, tutorMoved: 5, held: 55, tutorCancelled: 5, movesTutor: 5 },
  },
  eve: {
    tutorId: 't-4419',
    name: 'Eve Laurent',
    week: { counted: 2, held: 2 },
    month: { counted: 3, held: 3 },
    quarter: { counted: 3, held: 3 },
  },
} as const satisfies Record<string, ExampleTutor>;

/** The card of an example tutor; `less` is taken from every window: how it stood before something happened. */
export function exampleCard({ tutorId, name, week, month, quarter }: ExampleTutor, less: Counts = {}): ScoreCard {
  const windows = { 7: counts(week, less), 30: counts(month, less), 90: counts(quarter, less) };
  return assess({
    tutorId,
    name,
    departedAt: null,
    asOf,
    windows,
    prior,
    rules: standardRuleSet,
    recommend: recommendationFor,
  });
}

const counts = (all: Counts, less: Counts): DayCounts => addCounts(addCounts(noCounts, all), less, -1);

/** A session of Tuesday 24 November 2026, 15:00–16:00 UTC, that was held. */
export function exampleEnded(tutor: ExampleTutor, given: Partial<EndedSession> = {}): EndedSession {
  const card = given.card ?? exampleCard(tutor);
  return {
    tutorId: tutor.tutorId,
    tutorName: tutor.name,
    sessionId: 's-90311',
    outcome: 'held',
    excused: false,
    lessonSubject: 'Algebra II',
    isFirstSession: false,
    plannedStartsAt: '2026-11-24T15:00:00Z',
    plannedEndsAt: '2026-11-24T16:00:00Z',
    startedAt: '2026-11-24T15:02:00Z',
    endedAt: '2026-11-24T15:58:00Z',
    tutorJoinedAt: '2026-11-24T15:02:00Z',
    closedAt: '2026-11-24T15:58:00Z',
    receivedAt: '2026-11-24T15:58:02Z',
    scoredAt: '2026-11-24T15:58:02.200Z',
    moves: [],
    before: exampleCard(tutor, { held: 1 }),
    levelSince: '2026-11-12',
    trend: exampleTrend(card),
    timeZone: 'UTC',
    rescheduleLimit: standardRuleSet.rescheduleLimit,
    prior,
    ...given,
    card,
  };
}

/** The same session, called off. */
export function exampleCancelled(tutor: ExampleTutor, given: Partial<CancelledSession> = {}): CancelledSession {
  const { outcome: _, missedBy: __, ...session } = exampleEnded(tutor);
  return {
    ...session,
    outcome: 'cancelled',
    by: 'student',
    startedAt: null,
    endedAt: null,
    tutorJoinedAt: null,
    trend: [],
    ...given,
  };
}

/** The tutor's flag went up at 11:20 UTC, because of a session just moved. */
export function exampleChange(tutor: ExampleTutor, given: Partial<LevelChange> = {}): LevelChange {
  return {
    tutorId: tutor.tutorId,
    tutorName: tutor.name,
    before: { riskLevel: 'watch', needsYou: false },
    card: exampleCard(tutor),
    at: '2026-11-24T11:20:00Z',
    ...given,
  };
}

/** 90 days that end with the card's 30-day rate. */
function exampleTrend(card: ScoreCard): EndedSession['trend'] {
  const end = card.windows['30'].rescheduleRate ?? 0;
  const start = Math.max(0, (card.windows['90'].rescheduleRate ?? 0) - end / 3);
  return Array.from({ length: 90 }, (_, index) => {
    const share = index / 89;
    const wave = 0.025 * Math.sin(index / 6) * (1 - share);
    const rate = Math.min(1, Math.max(0, start + (end - start) * share ** 3 + wave));
    return { day: dayText(asOf - 89 + index), rate: index < 8 ? null : Math.round(rate * 1000) / 1000 };
  });
}
