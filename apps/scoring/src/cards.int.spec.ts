import { recommendationFor } from '@tq/coaching/core';
import { topics, type ScoreCard, type ScoreEvent } from '@tq/events';
import { activeProjection, createPool, migrate, type Pool, type Projection } from '@tq/platform/postgres';
import { freshDatabase } from '@tq/platform/testing';
import {
  cardsAsOf,
  CardRefresh,
  cardSteps,
  ensureRuleSets,
  historyOf,
  inForceBefore,
  loadReadings,
  priorOfDay,
  priorsOfDays,
  ruleSets,
  shownCards,
} from '@tq/scores/server';
import { BatchFold, ensureOffsets, ensureProjection } from '@tq/sessions/server';
import { dayFromText } from '@tq/sessions/core';

const timeZone = 'America/New_York';
let pool: Pool;
let projection: Projection;
let fold: BatchFold;
let refresh: CardRefresh;
let now: number;
let offset: number;

beforeEach(async () => {
  const url = await freshDatabase();
  const setup = createPool(url, { name: 'setup' });
  await ensureProjection(setup, timeZone);
  await migrate(setup, 'p1', cardSteps);
  projection = (await activeProjection(setup)) as Projection;
  await setup.end();
  pool = createPool(url, { name: 'cards', settings: { search_path: 'p1' } });
  now = Date.parse('2026-03-10T15:00:00Z');
  offset = 0;
  await ensureRuleSets(pool, undefined, now);
  await ensureOffsets(pool, new Map([[topics.sessionEvents.name, 1], [topics.coachingEvents.name, 1]])); // prettier-ignore
  const clock = (): number => now;
  fold = new BatchFold({ pool, timeZone, partitionsOf: () => 1, clock });
  refresh = new CardRefresh({ pool, projection, recommend: recommendationFor, clock });
});
afterEach(() => pool.end());

let number = 0;
const fact = (tutor: string, type: string, time: string, data: object, id = `e${number++}`): object => ({
  specversion: '1.0', source: '/rails', subject: tutor, id, type: `tutoring.${type}.v1`, time, data,
}); // prettier-ignore
const completed = (tutor: string, sessionId: string, time: string): object =>
  fact(tutor, 'session.completed', time, { sessionId, startedAt: time, endedAt: time }, `completed-${sessionId}`);
const noShow = (tutor: string, sessionId: string, time: string): object =>
  fact(tutor, 'session.no-show', time, { sessionId, missedBy: 'tutor' }, `no-show-${sessionId}`);
const moved = (tutor: string, sessionId: string, time: string): object =>
  fact(tutor, 'session.rescheduled', time, { sessionId, initiatedBy: 'tutor', reasonCode: 'other', previousStartsAt: time, newStartsAt: '2026-03-20T10:00:00Z', newEndsAt: '2026-03-20T11:00:00Z' }); // prettier-ignore

/** Folds facts as they reach the log now, and refreshes the cards. */
async function hear(...events: object[]): Promise<void> {
  await foldOnly(...events);
  await refresh.refresh();
}

async function foldOnly(...events: object[]): Promise<void> {
  const first = offset;
  const records = events.map((event) => ({
    offset: offset++,
    timestamp: now,
    key: null,
    value: Buffer.from(JSON.stringify(event)),
    headers: {},
  }));
  const topic = topics.sessionEvents.name;
  const batch = {
    topic,
    partition: 0,
    fetchedFrom: first,
    firstOffset: first,
    lastOffset: offset - 1,
    behind: 0,
    records,
  };
  await fold.fold({ ...batch, heartbeat: () => Promise.resolve(), isCurrent: () => true });
}

async function card(tutorId: string): Promise<ScoreCard | null> {
  const item = (await loadReadings(pool, 'p1'))?.cards.find((one) => one.tutorId === tutorId)?.item;
  return item ? (JSON.parse(item) as ScoreCard) : null;
}

async function published(): Promise<ScoreEvent[]> {
  const { rows } = await pool.query<{ value: Buffer }>('SELECT value FROM tq.outbox WHERE topic = $1 ORDER BY id', [
    topics.scoreEvents.name,
  ]);
  return rows.map(({ value }) => JSON.parse(value.toString()) as ScoreEvent);
}
const publishedIds = async (prefix: string): Promise<string[]> =>
  (await published()).map(({ id }) => id).filter((id) => id.startsWith(prefix));

it('shows a session as soon as it is folded, with the offsets that all cards hold', async () => {
  await hear(completed('t1', 's1', '2026-03-10T14:00:00Z'));
  expect(await card('t1')).toMatchObject({ asOf: '2026-03-10', windows: { '7': { counted: 1, held: 1 } } });
  expect((await loadReadings(pool, 'p1'))?.offsets).toContainEqual({ topic: 'session-events', partition: 0, next: 1 });
});

it('makes the cards of many tutors part by part', async () => {
  refresh = new CardRefresh({ pool, projection, recommend: recommendationFor, clock: () => now, mostAtOnce: 2 });
  const tutors = ['t1', 't2', 't3', 't4', 't5'];
  const closed = (minute: number): object[] =>
    tutors.flatMap((tutor) => [
      noShow(tutor, `${tutor}-a${minute}`, `2026-03-10T13:${minute}:00Z`),
      completed(tutor, `${tutor}-b${minute}`, `2026-03-10T14:${minute}:00Z`),
    ]);
  await foldOnly(...closed(10));
  expect(await refresh.refresh()).toMatchObject({ all: true, cards: 5, announced: 10 });
  expect(await publishedIds('level/')).toEqual([]);
  await foldOnly(...closed(20));
  expect(await refresh.refresh()).toMatchObject({ all: false, cards: 5, announced: 10 });
  for (const tutor of tutors)
    expect(await card(tutor)).toMatchObject({ riskLevel: 'high', windows: { 7: { missed: 2, held: 2 } } });
  expect(await publishedIds('level/')).toEqual(tutors.map((tutor) => `level/${tutor}/1`));
  expect((await published()).filter(({ type }) => type === 'tutoring.session.ended.v1').at(-1)?.data).toMatchObject({
    before: { windows: { 7: { missed: 1 } } },
    card: { windows: { 7: { missed: 2 } } },
  });
  const all = await Array.fromAsync(cardsAsOf(pool, projection, { asOf: dayFromText('2026-03-10'), now, recommend: recommendationFor })); // prettier-ignore
  expect(all.flat()).toEqual(await Promise.all(tutors.map(card)));
  const shown = await Array.fromAsync((await shownCards(pool, projection, now, 2)) ?? []);
  expect(shown.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(shown.flat()).toEqual(all.flat());
  const facts = [10, 20].flatMap((minute) => [`no-show-t3-a${minute}`, `completed-t3-b${minute}`]);
  await foldOnly(...facts.map((id) => fact('t3', 'event.retracted', '2026-03-10T14:59:00Z', { retracts: id, reason: 'wrong' }))); // prettier-ignore
  await refresh.refresh();
  expect(await card('t3')).toBeNull();
});

it('announces a session once, whatever is said of it later', async () => {
  await hear(completed('t1', 's1', '2026-03-10T14:00:00Z'));
  await hear(completed('t1', 's1', '2026-03-10T14:00:00Z'));
  await hear(fact('t1', 'event.retracted', '2026-03-10T15:00:00Z', { retracts: 'completed-s1', reason: 'wrong' }));
  await hear(fact('t1', 'session.no-show', '2026-03-10T14:30:00Z', { sessionId: 's1', missedBy: 'tutor' }));
  expect(await publishedIds('ended/')).toEqual(['ended/t1/s1']);
});

it('does not announce history, but counts it', async () => {
  await pool.query(`INSERT INTO tq.setting VALUES ('reportsFrom', '"2026-03-10T14:30:00Z"')`);
  await hear(completed('t1', 'old', '2026-03-08T14:00:00Z'), completed('t1', 'before', '2026-03-10T14:00:00Z'));
  await hear(completed('t1', 'new', '2026-03-10T14:45:00Z'));
  expect(await publishedIds('ended/')).toEqual(['ended/t1/new']);
  expect((await card('t1'))?.windows['7'].held).toBe(3);
});

it('tells a change of level once, with what it was before', async () => {
  await hear(...[1, 2, 3, 4, 5].map((i) => completed('t1', `s${i}`, `2026-03-10T1${i}:00:00Z`)));
  await hear(noShow('t1', 'm1', '2026-03-10T14:10:00Z'));
  await hear(noShow('t1', 'm2', '2026-03-10T14:20:00Z'));
  const changes = (await published()).filter(({ type }) => type === 'tutoring.score.changed.v1');
  expect(changes.map(({ id }) => id)).toEqual(['level/t1/1']);
  expect(changes[0]?.data).toMatchObject({
    before: { riskLevel: 'ok', needsYou: false },
    card: { riskLevel: 'high', needsYou: true },
  });
});

it('closes a day without new facts: windows move on', async () => {
  await hear(completed('t1', 's1', '2026-03-10T14:00:00Z'));
  now = Date.parse('2026-03-11T03:59:00Z'); // a minute to midnight in New York
  expect(await refresh.refresh()).toBeNull();
  now = Date.parse('2026-03-11T04:00:10Z');
  expect(await refresh.refresh()).toMatchObject({ all: true });
  expect((await card('t1'))?.asOf).toBe('2026-03-11');
  now = Date.parse('2026-03-17T04:00:10Z');
  await refresh.refresh();
  expect((await card('t1'))?.windows['7'].held).toBe(0);
  expect((await card('t1'))?.windows['30'].held).toBe(1);
});

/** Tutors t0 … t24, some of whom moved sessions: a late fact of them changes the prior. */
async function hearOfMany(): Promise<void> {
  const tutors = Array.from({ length: 25 }, (_, i) => `t${i}`);
  for (const day of [1, 2, 3, 4, 5])
    await hear(...tutors.flatMap((tutor, i) => [
      ...(i < day ? [moved(tutor, `${tutor}-${day}`, `2026-03-0${day}T12:00:00Z`)] : []),
      completed(tutor, `${tutor}-${day}`, `2026-03-0${day}T14:00:00Z`),
    ])); // prettier-ignore
  await hear(completed('t1', 'today', '2026-03-10T14:00:00Z'));
}
const lateOfMany = (): object[] => [moved('t9', 't9-late', '2026-03-06T12:00:00Z'), completed('t9', 't9-late', '2026-03-06T14:00:00Z')]; // prettier-ignore

it('judges a day by what is counted, also while the cards do not hold a late fact yet', async () => {
  await hearOfMany();
  const today = dayFromText('2026-03-10');
  const before = await priorOfDay(pool, 'p1', today);
  expect((await priorsOfDays(pool, 'p1', today - 1, today)).get(today)).toEqual(before);
  now += 1000;
  await foldOnly(...lateOfMany());
  const after = await priorOfDay(pool, 'p1', today);
  expect(after).not.toEqual(before);
  expect((await priorsOfDays(pool, 'p1', today - 1, today)).get(today)).toEqual(after);
  expect(await priorOfDay(pool, 'p1', today, now)).toEqual(after);
  expect(await priorOfDay(pool, 'p1', today, now - 1)).toEqual(before);
});

it('tells a change of level that is folded while all cards are being made', async () => {
  await hearOfMany();
  await foldOnly(...lateOfMany());
  const other = await pool.connect();
  await other.query('BEGIN; LOCK TABLE tq.rule_set IN ACCESS EXCLUSIVE MODE');
  const refreshing = refresh.refresh();
  const waits = `SELECT FROM pg_locks WHERE relation = 'tq.rule_set'::regclass AND NOT granted`;
  while ((await other.query(waits)).rowCount === 0) await new Promise((done) => setTimeout(done, 10));
  await foldOnly(noShow('t20', 'm1', '2026-03-10T14:10:00Z'), noShow('t20', 'm2', '2026-03-10T14:20:00Z'));
  await other.query('COMMIT');
  other.release();
  expect(await refreshing).toMatchObject({ all: true });
  await refresh.refresh();
  expect(await card('t20')).toMatchObject({ riskLevel: 'high' });
  expect(await publishedIds('level/t20/')).toEqual(['level/t20/1']);
  expect(await publishedIds('ended/t20/m')).toEqual(['ended/t20/m1', 'ended/t20/m2']);
});

it('restates past days when a fact comes late', async () => {
  await hear(...[1, 2, 3, 4].map((i) => completed('t1', `s${i}`, `2026-03-0${i}T14:00:00Z`)));
  const asOf = dayFromText('2026-03-05');
  const past = async (): Promise<ScoreCard | undefined> =>
    (await Array.fromAsync(cardsAsOf(pool, projection, { asOf, now, recommend: recommendationFor })))
      .flat()
      .find((c) => c.tutorId === 't1');
  expect(await past()).toMatchObject({ riskLevel: 'insufficient-data', windows: { '7': { held: 4 } } });
  const before = (await loadReadings(pool, 'p1'))?.state.restated;
  await hear(completed('t1', 'late', '2026-03-05T14:00:00Z'));
  expect(await past()).toMatchObject({ riskLevel: 'ok', windows: { '7': { held: 5 } } });
  expect((await loadReadings(pool, 'p1'))?.state.restated).toBeGreaterThan(before ?? Infinity);
});

it('judges by new rules from now on, past days by theirs', async () => {
  const movedTwice = [1, 2].map((i) =>
    fact('t1', 'session.rescheduled', `2026-03-0${i}T12:00:00Z`, {
      sessionId: `s${i}`,
      initiatedBy: 'tutor',
      reasonCode: 'other',
      previousStartsAt: '2026-03-05T14:00:00Z',
      newStartsAt: '2026-03-06T14:00:00Z',
      newEndsAt: '2026-03-06T15:00:00Z',
    }),
  );
  await hear(...movedTwice, ...[3, 4, 5, 6].map((i) => completed('t1', `s${i}`, `2026-03-0${i}T14:00:00Z`)));
  expect(await card('t1')).toMatchObject({ riskLevel: 'high', ruleSetVersion: 1 });
  const lenient = { ...inForceBefore(now, await ruleSets(pool)), version: 2, rescheduleLimit: 0.9 };
  await ensureRuleSets(pool, lenient, now);
  now += 1000;
  await refresh.refresh();
  expect(await card('t1')).toMatchObject({ riskLevel: 'ok', ruleSetVersion: 2 });
  const history = await historyOf(pool, projection, 't1', { asOf: dayFromText('2026-03-10'), days: 3, now });
  expect(history.map(({ riskLevel }) => riskLevel)).toEqual(['high', 'high', 'ok']);
  await expect(ensureRuleSets(pool, { ...lenient, rescheduleLimit: 0.5 }, now)).rejects.toThrow(
    'RULES_FILE changes rule set 2, which is in use: give it version 3.',
  );
});

it('names a tutor as last registered by the day, and no longer lists one without a standing fact', async () => {
  const registered = (name: string, time: string, id: string): object =>
    fact('t1', 'tutor.registered', time, { name, timeZone: 'UTC', lessonSubjects: [] }, id);
  await hear(registered('Ana', '2026-03-01T00:00:00Z', 'r1'), registered('Bea', '2026-03-20T00:00:00Z', 'r2'));
  expect((await card('t1'))?.name).toBe('Ana');
  const retract = (id: string): object =>
    fact('t1', 'event.retracted', '2026-03-10T00:00:00Z', { retracts: id, reason: 'wrong' });
  await hear(retract('r1'));
  expect(await card('t1')).toBeNull();
  now = Date.parse('2026-03-20T12:00:00Z');
  await refresh.refresh();
  expect((await card('t1'))?.name).toBe('Bea');
});

it('gives readers what changed after a generation', async () => {
  await hear(completed('t1', 's1', '2026-03-10T14:00:00Z'), completed('t2', 's2', '2026-03-10T14:00:00Z'));
  const generation = (await loadReadings(pool, 'p1'))?.state.generation;
  await hear(completed('t2', 's3', '2026-03-10T14:30:00Z'));
  expect((await loadReadings(pool, 'p1', generation))?.cards.map(({ tutorId }) => tutorId)).toEqual(['t2']);
});
