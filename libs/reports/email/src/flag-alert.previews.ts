import { exampleChange, exampleLinks, exampleTutors, flagAlertView, type FlagAlertView } from '@tq/reports/core';

const reader = { email: 'admin@example.com', policy: 'every', timeZone: 'Europe/Madrid' } as const;
const now = Date.parse('2026-11-24T11:20:16Z');
const { ana, carla } = exampleTutors;

export const flagAlertPreviews: Readonly<Record<string, FlagAlertView>> = {
  'one-tutor': flagAlertView([exampleChange(ana)], reader, exampleLinks, now),
  several: flagAlertView(
    [exampleChange(ana), exampleChange(carla, { before: { riskLevel: 'ok', needsYou: false } })],
    reader,
    exampleLinks,
    now,
  ),
};
