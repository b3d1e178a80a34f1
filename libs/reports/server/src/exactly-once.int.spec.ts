import { topics, type ScoreEvent } from '@tq/events';
import type { LogBatch } from '@tq/platform/kafka';
import { createPool, inTransaction, migrate, type Pool } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import { exampleCancelled, exampleCard, exampleChange, exampleEnded, exampleTutors } from '@tq/reports/core';
import fc from 'fast-check';
import { mailSteps } from './mail.schema';
import { Planner } from './planner';
import { foldScoreEvents } from './score-events.fold';

/**
 * Whatever the order, the doubles and the batches in which score-events come: each session that ended stands in exactly
 * one mail of each recipient, each cancelled one too, and no mail is empty.
 */
let pool: Pool;
let planner: Planner;
const from = { name: 'Tutor Quality', address: 'tutor-quality@example.com' };
const start = Date.parse('2026-11-24T16:01:00Z');
const recipients = ['every', 'smart', 'daily'] as const;

beforeAll(async () => {
  pool = createPool(await freshDatabase(), { name: 'exactly-once-spec' });
  await migrate(pool, 'mail', mailSteps);
  planner = new Planner(pool, {
    from,
    domain: 'example.com',
    publicUrl: 'https://q.example.com',
    secret: Buffer.from('secret'),
  });
});
afterAll(() => pool.end());

async function emptyTables(): Promise<void> {
  await pool.query('TRUNCATE mail.recipient, mail.fold_offset, mail.event, mail.episode, mail.item, mail.mail');
  for (const policy of recipients) {
    await pool.query(`INSERT INTO mail.recipient VALUES ($1, $2, 'UTC', true, $3)`, [
      `${policy}@example.com`,
      policy,
      start,
    ]);
  }
}

const scoreEvent = (type: ScoreEvent['type'], kind: string, data: ScoreEvent['data'], about: string): ScoreEvent =>
  ({
    specversion: '1.0',
    source: '/scoring',
    subject: data.tutorId,
    id: `${kind}/${data.tutorId}/${about}`,
    type,
    time: '2026-11-24T16:00:00Z',
    data,
  }) as ScoreEvent;
const tutors = Object.values(exampleTutors);
const [ana, ben] = [exampleTutors.ana, exampleTutors.ben];

/** One thing that scoring may say; `n` makes its session a new one. */
const sayings = fc.record({
  tutor: fc.nat(tutors.length - 1),
  what: fc.constantFrom('held', 'missed', 'raised', 'cleared', 'cancelled', 'changed'),
  n: fc.nat(5),
});
function said({ tutor, what, n }: { tutor: number; what: string; n: number }): ScoreEvent {
  const who = tutors[tutor] ?? ben;
  const sessionId = `${what}-${n}`;
  if (what === 'cancelled')
    return scoreEvent('tutoring.session.closed.v1', 'closed', exampleCancelled(who, { sessionId }), sessionId);
  if (what === 'changed') return scoreEvent('tutoring.score.changed.v1', 'level', exampleChange(who), String(n));
  const given = {
    held: {},
    missed: { outcome: 'missed', missedBy: 'tutor' },
    raised: { card: exampleCard(ana), before: exampleCard(ben) },
    cleared: { card: exampleCard(ben), before: exampleCard(ana) },
  } as const;
  return scoreEvent(
    'tutoring.session.ended.v1',
    'ended',
    exampleEnded(who, { sessionId, ...given[what as keyof typeof given] }),
    sessionId,
  );
}

/** Deliveries: batches of a partition, some told again from an earlier offset, as after a crash. */
async function deliver(events: readonly ScoreEvent[], sizes: readonly number[], limit: number): Promise<void> {
  const records = events.map((event, offset) => ({
    offset,
    timestamp: start,
    key: Buffer.from(event.subject),
    value: Buffer.from(JSON.stringify(event)),
    headers: {},
  }));
  for (let at = 0, turn = 0; at < records.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const first = turn % 3 === 2 ? Math.max(0, at - 2) : at;
    const batch: LogBatch = {
      topic: topics.scoreEvents.name,
      partition: 0,
      fetchedFrom: first,
      firstOffset: first,
      lastOffset: Math.min(records.length, at + size) - 1,
      behind: 0,
      records: records.slice(first, at + size),
      heartbeat: () => Promise.resolve(),
      isCurrent: () => true,
    };
    await inTransaction(pool, (client) => foldScoreEvents(client, batch, start + turn, limit));
    at += size;
  }
}

async function planUntil(end: number): Promise<void> {
  for (let due = await planner.nextDue(); due !== null && due <= end; due = await planner.nextDue()) {
    while ((await planner.planSome(Math.max(due, start))).more);
  }
}

it('each session exactly once for each recipient', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(sayings, { minLength: 1, maxLength: 14 })
        .chain((all) => fc.shuffledSubarray([...all, ...all], { minLength: all.length })),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(0, 1, 3),
      async (all, sizes, limit) => {
        await emptyTables();
        const events = all.map(said);
        await deliver(events, sizes, limit);
        await planUntil(start + 30 * 3_600_000);
        const { rows } = await pool.query<{
          recipient: string;
          kind: string;
          state: string;
          error: string | null;
          sessions: string[];
          tutors: string[];
        }>('SELECT * FROM mail.mail');
        const wanted = [
          ...new Set(events.flatMap(({ data }) => ('sessionId' in data ? [`${data.tutorId}/${data.sessionId}`] : []))),
        ].sort();
        for (const policy of recipients) {
          const mails = rows.filter(({ recipient }) => recipient === `${policy}@example.com`);
          expect(mails.flatMap(({ sessions }) => sessions).sort()).toEqual(wanted);
          expect(mails.every(({ tutors }) => tutors.length > 0)).toBe(true);
          if (policy === 'daily') expect(mails.every(({ kind }) => kind === 'daily-digest')).toBe(true);
        }
        expect(rows.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
        expect(rows.every(({ state }) => state === 'queued')).toBe(true);
      },
    ),
    { numRuns: 12 },
  );
}, 180_000);

it('says nothing more of a session that was reported and is called off after all', async () => {
  await emptyTables();
  const ended = scoreEvent('tutoring.session.ended.v1', 'ended', exampleEnded(ana, { sessionId: 's/1' }), 's/1');
  const off = scoreEvent('tutoring.session.closed.v1', 'closed', exampleCancelled(ana, { sessionId: 's/1' }), 's/1');
  await deliver([ended, off], [1], 0);
  await planUntil(start + 30 * 3_600_000);
  const { rows } = await pool.query<{ recipient: string; sessions: string[] }>('SELECT * FROM mail.mail');
  for (const policy of recipients)
    expect(rows.filter(({ recipient }) => recipient === `${policy}@example.com`).flatMap(({ sessions }) => sessions)).toHaveLength(1); // prettier-ignore
});

it('threads one flag episode, and begins another after it was cleared', async () => {
  await emptyTables();
  const about = (sessionId: string, risk: typeof ana | typeof ben, before: typeof ana | typeof ben) =>
    scoreEvent(
      'tutoring.session.ended.v1',
      'ended',
      exampleEnded(ana, {
        sessionId,
        card: exampleCard({ ...risk, tutorId: ana.tutorId }),
        before: exampleCard(before),
      }),
      sessionId,
    );
  await deliver(
    [about('1', ana, ben), about('2', ana, ana), about('3', ben, ana), about('4', ben, ben), about('5', ana, ben)],
    [2],
    0,
  );
  await planUntil(start + 60_000);
  const { rows } = await pool.query<{ sessions: string[]; mime: Buffer }>(
    `SELECT sessions, mime FROM mail.mail WHERE recipient = 'every@example.com' ORDER BY sessions`,
  );
  const threads = rows.map(({ mime }) => /^References: (.*)\r$/m.exec(mime.toString())?.[1] ?? null);
  expect(threads[0]).not.toBeNull();
  expect(threads).toEqual([threads[0], threads[0], threads[0], null, threads[4]]);
  expect(threads[4]).not.toBe(threads[0]);
});

it('does not alert of a level that a session’s own report tells', async () => {
  await emptyTables();
  const session = scoreEvent(
    'tutoring.session.ended.v1',
    'ended',
    exampleEnded(ana, { sessionId: '1', before: exampleCard(ben), scoredAt: '2026-11-24T11:20:00.100Z' }),
    '1',
  );
  await deliver([session, scoreEvent('tutoring.score.changed.v1', 'level', exampleChange(ana), '1')], [5], 0);
  await planUntil(start + 60_000);
  const { rows } = await pool.query<{ kind: string }>(
    `SELECT kind FROM mail.mail WHERE recipient = 'every@example.com'`,
  );
  expect(rows).toEqual([{ kind: 'session-report' }]);
});

it('lets go of what was owed to one who unsubscribed', async () => {
  await emptyTables();
  await deliver([said({ tutor: 1, what: 'held', n: 1 })], [1], 0);
  await pool.query(`UPDATE mail.recipient SET active = false WHERE email <> 'daily@example.com'`);
  await planUntil(start + 30 * 3_600_000);
  const { rows } = await pool.query<{ recipient: string }>('SELECT recipient FROM mail.mail');
  expect(rows).toEqual([{ recipient: 'daily@example.com' }]);
});
