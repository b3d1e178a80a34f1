import {
  exampleCard,
  exampleEnded,
  exampleLinks,
  exampleTutors,
  sessionReportView,
  type EndedSession,
  type SessionReportView,
} from '@tq/reports/core';

const reader = { email: 'admin@example.com', policy: 'every', timeZone: 'Europe/Madrid' } as const;
const view = (session: EndedSession): SessionReportView =>
  sessionReportView(session, reader, exampleLinks, Date.parse('2026-11-24T15:58:05Z'));
const { ana, ben, carla, dmitri, eve, finn } = exampleTutors;

/** Each kind of news that a session may bring. */
export const sessionReportPreviews: Readonly<Record<string, SessionReportView>> = {
  raised: view(
    exampleEnded(ana, {
      before: exampleCard(ana, { counted: 1, tutorMoved: 3, held: 1 }),
      levelSince: '2026-11-24',
      isFirstSession: true,
      moves: [
        {
          by: 'tutor',
          at: '2026-11-21T09:10:00Z',
          from: '2026-11-22T10:00:00Z',
          to: '2026-11-23T15:00:00Z',
          excused: false,
          reasonCode: 'schedule-conflict',
        },
        {
          by: 'tutor',
          at: '2026-11-23T12:00:00Z',
          from: '2026-11-23T15:00:00Z',
          to: '2026-11-24T15:00:00Z',
          excused: false,
          reasonCode: 'illness',
        },
      ],
    }),
  ),
  'no-show': view(
    exampleEnded(carla, {
      outcome: 'missed',
      missedBy: 'tutor',
      startedAt: null,
      endedAt: null,
      tutorJoinedAt: null,
      before: exampleCard(carla, { counted: 1, missed: 1 }),
      levelSince: '2026-11-24',
    }),
  ),
  'early-signal': view(exampleEnded(dmitri)),
  'on-watch': view(exampleEnded(finn)),
  cleared: view(exampleEnded(ben, { before: exampleCard(ana), levelSince: '2026-11-24' })),
  'no-concerns': view(exampleEnded(ben, { levelSince: '2026-09-02' })),
  'too-few-sessions': view(exampleEnded(eve, { isFirstSession: true, levelSince: null, trend: [] })),
};
