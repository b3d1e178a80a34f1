import { systemSentence } from './system-sentence';

const now = Date.parse('2026-11-24T12:00:00Z');
const fine: Parameters<typeof systemSentence>[0] = {
  freshness: { lagRecords: 0, lagSeconds: 0, lastEventAt: '2026-11-24T11:59:56Z', refreshedAt: '2026-11-24T11:59:57Z' },
  feeds: [],
  deadLetters: { count: 0, count24h: 0, open: 0, open24h: 0, lastAt: null, last: [] },
  alarms: [],
  mail: {
    queued: 0,
    failed24h: 0,
    sent24h: 9,
    late: 0,
    p95Seconds: 180,
    oldestQueuedSeconds: null,
    maxPerHour: 60,
    lastError: null,
    state: 'ok',
  },
  processes: [{ name: 'scoring', ready: true, problem: null }],
  databaseAwaySince: null,
};

it.each([
  [
    'all is well',
    {},
    'All good: last event 4 s ago, all of the log is shown; mail p95 3 min, limit 60 an hour.',
    'good',
  ],
  [
    'nothing was ever heard',
    { freshness: { ...fine.freshness, lastEventAt: null } },
    'All good: no events yet; mail p95 3 min, limit 60 an hour.',
    'good',
  ],
  [
    'Postgres is away',
    { databaseAwaySince: '2026-11-24T11:58:03.123Z' },
    'Postgres does not answer since 11:58:03 UTC: what stands below is from before.',
    'down',
  ],
  [
    'the broker is away',
    { freshness: { ...fine.freshness, lagRecords: null, lagSeconds: null } },
    'The broker cannot be asked where the log ends: nobody knows how fresh this is.',
    'down',
  ],
  [
    'scoring is away',
    { processes: [{ name: 'scoring', ready: false, problem: 'It does not answer.' }] },
    'scoring is not ready: It does not answer.',
    'down',
  ],
  [
    'scoring lags',
    { freshness: { ...fine.freshness, lagRecords: 12, lagSeconds: 300 } },
    'Scoring lags: 12 records are not counted yet, up to 5 min late.',
    'degraded',
  ],
  [
    'it lags since nobody knows when',
    { freshness: { ...fine.freshness, lagRecords: 12, lagSeconds: null } },
    'Scoring lags: 12 records are not counted yet.',
    'degraded',
  ],
  [
    'mail is refused',
    { mail: { ...fine.mail, state: 'failing' as const, lastError: '550 no such user' } },
    'Mail is refused: 550 no such user.',
    'degraded',
  ],
  [
    'dead letters wait for somebody',
    { deadLetters: { ...fine.deadLetters, count: 7, count24h: 3, open: 5, open24h: 1 } },
    '1 record of the last 24 hours was no valid event, and nobody has decided what becomes of it.',
    'degraded',
  ],
  [
    'somebody has decided about every new dead letter',
    { deadLetters: { ...fine.deadLetters, count: 7, count24h: 3, open: 4 } },
    'All good: last event 4 s ago, all of the log is shown; mail p95 3 min, limit 60 an hour.',
    'good',
  ],
  [
    'two things are wrong',
    { mail: { ...fine.mail, state: 'late' as const, late: 3 }, deadLetters: { ...fine.deadLetters, open24h: 5 } },
    '3 mails are late by more than an hour. And 1 more thing below.',
    'degraded',
  ],
])('when %s it says so', (_, change, sentence, state) => {
  expect(systemSentence({ ...fine, ...change }, now)).toEqual({ sentence, state });
});
