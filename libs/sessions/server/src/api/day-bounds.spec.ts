import { dayFromText } from '@tq/sessions/core';
import { startOfDay } from './day-bounds';

it.each([
  ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
  ['2026-07-01', 'Europe/Rome', '2026-06-30T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Rome', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Rome', '2026-10-25T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Rome', '2026-03-29T22:00:00.000Z'],
  // Midnight is skipped there on that day.
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
])('%s in %s begins at %s', (day, zone, at) =>
  expect(new Date(startOfDay(dayFromText(day), zone)).toISOString()).toBe(at),
);
