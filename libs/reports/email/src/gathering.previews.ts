import {
  exampleCancelled,
  exampleCard,
  exampleChange,
  exampleEnded,
  exampleLinks,
  exampleTutors,
  gatheringView,
  type EndedSession,
  type Gathered,
  type GatheringView,
} from '@tq/reports/core';

const reader = { email: 'admin@example.com', policy: 'smart', timeZone: 'Europe/Madrid' } as const;
const { ana, ben, carla, dmitri, eve } = exampleTutors;
const due = Date.parse('2026-11-24T16:20:00Z');

const someNames = [
  'Farid Haddad',
  'Grace Okafor',
  'Hana Sato',
  'Ivan Petrov',
  'Julia Nowak',
  'Karim Benali',
  'Lena Fischer',
  'Mo Farouk',
];
const calm: EndedSession[] = someNames.flatMap((name, index) =>
  Array.from({ length: 1 + (index % 3) }, (_, nth) =>
    exampleEnded(
      { ...ben, tutorId: `t-5${index}`, name },
      { sessionId: `s-${index}-${nth}`, plannedStartsAt: `2026-11-24T${10 + nth * 2}:00:00Z` },
    ),
  ),
);

const busy: Gathered = {
  ended: [
    exampleEnded(carla, {
      outcome: 'missed',
      missedBy: 'tutor',
      before: exampleCard(carla, { counted: 1, missed: 1 }),
    }),
    exampleEnded(dmitri, { sessionId: 's-2' }),
    exampleEnded(eve, { sessionId: 's-3' }),
    ...calm,
  ],
  cancelled: [exampleCancelled(ben, { sessionId: 's-4' }), exampleCancelled(dmitri, { sessionId: 's-5', by: 'tutor' })],
  changes: [
    exampleChange(ana),
    exampleChange(
      { ...ben, tutorId: 't-77', name: 'Nadia Rossi' },
      { before: { riskLevel: 'watch', needsYou: false } },
    ),
  ],
};
const quietDay: Gathered = { ended: calm, cancelled: [exampleCancelled(ben, { sessionId: 's-4' })], changes: [] };

export const rollUpPreviews: Readonly<Record<string, GatheringView>> = {
  busy: gatheringView('roll-up', busy, reader, exampleLinks, due, due + 1200),
  quiet: gatheringView('roll-up', quietDay, reader, exampleLinks, due, due + 1200),
};

const morning = Date.parse('2026-11-25T07:00:00Z');
const daily = { ...reader, policy: 'daily' } as const;

export const dailyDigestPreviews: Readonly<Record<string, GatheringView>> = {
  busy: gatheringView('daily-digest', busy, daily, exampleLinks, morning, morning + 1500),
  quiet: gatheringView('daily-digest', quietDay, daily, exampleLinks, morning, morning + 1500),
};
