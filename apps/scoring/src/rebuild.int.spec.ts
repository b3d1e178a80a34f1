import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@tq/events';
import { createKafka, ensureTopics, partitionOf } from '@tq/platform/kafka';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import { awkwardHistory, differences, oracle } from '@tq/platform/oracle';
import { activeProjection, createPool, type Pool } from '@tq/platform/postgres';
import { endsOf, freshDatabase, wholeLog } from '@tq/platform/testing';
import { RebuildDesk, type Rebuild } from '@tq/replays/server';
import { foldVersion } from '@tq/sessions/server';
import { dayOf, dayText } from '@tq/sessions/core';
import type { Kafka, Producer } from 'kafkajs';
import { announcedIds, outboxOf, schemas, shown } from './testing/looks';

const seed = Number(process.env['TEST_SEED'] ?? 20261124);
const topic = topics.sessionEvents.name;
const main = 'dist/apps/scoring/main.js';

let timeZone = 'Asia/Kathmandu';
let home: string;
let broker: Broker;
let kafka: Kafka;
let producer: Producer;
let pool: Pool;
let databaseUrl: string;
let desk: RebuildDesk;
let scoring: ChildProcess;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  if (!existsSync(main)) execFileSync(process.execPath, ['tools/build.mjs', 'scoring']);
  home = await mkdtemp(join(tmpdir(), 'tq-rebuild-'));
  const port = await anyFreePort();
  broker = await startBroker({ dir: join(home, 'kafka'), port, logFile: join(home, 'broker.log') });
  databaseUrl = await freshDatabase();
  kafka = createKafka({ brokers: [broker.address], clientId: 'rebuild spec' });
  await ensureTopics(kafka, Object.values(topics));
  producer = kafka.producer({ idempotent: false });
  await producer.connect();
  pool = createPool(databaseUrl, { name: 'rebuild spec' });
  desk = new RebuildDesk({ pool, runner: 'service', foldVersion });
  const until = dayText(dayOf(Date.now(), timeZone));
  const { documents, junk } = awkwardHistory({ seed, until, tutors: 80, sessions: 80 });
  await send(documents.map((document) => ({ key: document.subject, value: JSON.stringify(document) })));
  await send(junk.map((value) => ({ key: 'junk', value: value === null ? null : Buffer.from(value) })));
  scoring = await started();
  await untilShown();
}, 120_000);

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await producer?.disconnect();
  await pool?.end();
  await broker?.stop(2000);
  await rm(home, { recursive: true, force: true });
});

it('switches by itself where nothing differs, with sessions that end meanwhile announced once', async () => {
  const dead = await outboxOf(pool, topics.deadLetters.name);
  const live = liveSessions();
  const { id } = await desk.begin('spec');
  const rebuild = await until(id, ({ endedAt }) => endedAt !== null);
  const sent = await live.end();
  expect(rebuild).toMatchObject({ state: 'switched', toVersion: 2, comparison: { differingTutors: 0, levels: 0, counts: 0 } }); // prettier-ignore
  await untilShown();
  await expectRight();
  expect((await announcedIds(pool)).filter((one) => one.startsWith('ended/live')).sort()).toEqual(sent.sort());
  expect(await outboxOf(pool, topics.deadLetters.name)).toEqual(dead);
  expect(await schemas(pool)).toEqual(['p1', 'p2']);
}, 120_000);

it('says which tutors differ after somebody changed rows, and leaves readers where they are', async () => {
  const { rows } = await pool.query<{ tutor_id: string }>(
    'SELECT DISTINCT tutor_id FROM p2.tutor_day WHERE counted > 0 ORDER BY tutor_id LIMIT 3',
  );
  const tampered = rows.map(({ tutor_id }) => tutor_id);
  await pool.query(
    `UPDATE p2.tutor_day SET held = held + 7 WHERE (tutor_id, day) IN
     (SELECT tutor_id, max(day) FROM p2.tutor_day WHERE tutor_id = ANY ($1) GROUP BY tutor_id)`,
    [tampered],
  );
  const { id } = await desk.begin('spec');
  const { comparison } = await until(id, ({ state }) => state === 'differs');
  expect(comparison?.items.map(({ tutorId }) => tutorId).sort()).toEqual(tampered);
  expect(comparison).toMatchObject({ differingTutors: 3, counts: 3 });
  expect(comparison?.items[0]?.differences).toContainEqual(expect.objectContaining({ field: expect.stringMatching(/^\d{4}-\d\d-\d\d held$/) as string })); // prettier-ignore
  expect((comparison?.totals.active['held'] ?? 0) - (comparison?.totals.rebuilt['held'] ?? 0)).toBe(21);
  expect((await activeProjection(pool))?.schema).toBe('p2');
  await desk.switch(id, false);
  await until(id, ({ state, wanted }) => state === 'differs' && wanted === null);
  await desk.switch(id, true);
  expect(await until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'switched' });
  await untilShown();
  await expectRight();
  expect(await schemas(pool)).toEqual(['p2', 'p3']);
}, 120_000);

it('goes on where it was after a pause, and after its process and the scorer were killed', async () => {
  const { id } = await desk.begin('spec', { dryRun: true });
  await until(id, ({ folded }) => folded > 0);
  await desk.pause(id);
  const paused = await until(id, ({ state }) => state === 'paused');
  expect(paused.folded).toBeGreaterThan(0);
  await desk.resume(id);
  const child = await childOf(scoring);
  process.kill(child, 'SIGKILL');
  await until(id, ({ state, folded }) => state === 'folding' && folded > paused.folded).catch(() => undefined);
  await killed(scoring);
  scoring = await started();
  expect(await until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'equal', comparison: { differingTutors: 0 } }); // prettier-ignore
  expect((await activeProjection(pool))?.schema).toBe('p3');
  expect(await schemas(pool)).toEqual(['p2', 'p3']);
}, 120_000);

it('takes away what was made when it is cancelled', async () => {
  const { id } = await desk.begin('spec');
  await until(id, ({ state }) => state === 'folding');
  await desk.cancel(id);
  expect(await until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'cancelled' });
  expect(await schemas(pool)).toEqual(['p2', 'p3']);
}, 60_000);

it('looks at what was known at a moment, on its day, and leaves all as it was', async () => {
  const knownAt = Date.now() - 20 * 86_400_000;
  const { id } = await desk.begin('spec', { knownAt });
  const { comparison } = await until(id, ({ endedAt }) => endedAt !== null);
  const log = await wholeLog(kafka, topic);
  const levelsOf = (known: { knownAt?: number }): Map<string, string> => {
    const items = oracle({ log, timeZone, ...known }).asOf(dayText(dayOf(knownAt, timeZone)));
    return new Map(items.map(({ tutorId, riskLevel }) => [tutorId, riskLevel]));
  };
  const [now, then] = [levelsOf({}), levelsOf({ knownAt })];
  const others = [...new Set([...now.keys(), ...then.keys()])].filter((one) => now.get(one) !== then.get(one));
  const told = comparison?.items.flatMap(({ tutorId, differences: all }) =>
    all.filter(({ field }) => field === 'riskLevel').map(({ active, rebuilt }) => [tutorId, active, rebuilt]),
  );
  expect(others.length).toBeGreaterThan(0);
  expect(told?.sort()).toEqual(others.sort().map((one) => [one, now.get(one) ?? null, then.get(one) ?? null]));
  expect(await schemas(pool)).toEqual(['p2', 'p3']);
}, 60_000);

it('goes back to the version before, brought up to the log, and tells nothing twice', async () => {
  const live = liveSessions('back');
  const { id } = await desk.back('spec');
  expect(await until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'switched', kind: 'back' });
  const sent = await live.end();
  await untilShown();
  expect((await activeProjection(pool))?.schema).toBe('p2');
  await expectThat(async () => (await announcedIds(pool)).filter((one) => one.startsWith('ended/live-back')).sort(), sent.sort()); // prettier-ignore
}, 60_000);

it('leaves readers where they are when it is killed in the middle of the switch, and then goes on', async () => {
  const before = (await activeProjection(pool))?.schema;
  const live = liveSessions('cut');
  // Whoever switches waits for this lock at the very end: what sessions, cards and offsets need is done, nothing is committed.
  const holder = await pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM tq.projection WHERE active FOR UPDATE');
  // Readers see the version whose rows somebody changed.
  const { id } = await desk.begin('spec', { evenIfDifferent: true });
  const isWaiting = async (): Promise<boolean> => {
    const { rowCount } = await pool.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%tq.projection%' AND application_name = 'rebuild'`,
    );
    return (rowCount ?? 0) > 0;
  };
  for (let tries = 0; tries < 600 && !(await isWaiting()); tries++) await pause(100);
  expect(await isWaiting()).toBe(true);
  process.kill(await childOf(scoring), 'SIGKILL');
  await pause(500);
  await holder.query('ROLLBACK');
  holder.release();
  expect((await activeProjection(pool))?.schema).toBe(before);
  expect(await until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'switched' });
  const sent = await live.end();
  await untilShown();
  expect((await activeProjection(pool))?.schema).not.toBe(before);
  await expectRight();
  await expectThat(async () => (await announcedIds(pool)).filter((one) => one.startsWith('ended/live-cut')).sort(), sent.sort()); // prettier-ignore
}, 120_000);

it('is asked for in one sentence when the time zone changes, and then counts all days anew', async () => {
  await killed(scoring);
  const before = timeZone;
  timeZone = 'America/Los_Angeles';
  const said = join(home, 'refused.log');
  await expect(started(said)).rejects.toThrow();
  expect(readFileSync(said, 'utf8')).toBe(
    `PLATFORM_TIME_ZONE is America/Los_Angeles, but all days so far were counted in ${before}: ` +
      `count them anew with PLATFORM_TIME_ZONE=America/Los_Angeles npm run replay -- --swap, or set it back to ${before}.\n`,
  );
  const command = new RebuildDesk({ pool, runner: 'command', foldVersion, timeZone });
  const { id } = await command.begin('spec', { evenIfDifferent: true });
  const child = spawn(process.execPath, [main, '--rebuild', '--alone', '--ends'], { env: environment(), stdio: 'inherit' }); // prettier-ignore
  children.add(child);
  expect(await until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ state: 'switched' });
  scoring = await started();
  await untilShown();
  await expectRight();
}, 120_000);

it('refuses a log that is shorter than what readers see', async () => {
  await pool.query(`UPDATE tq.projection SET active = active`);
  const { rows } = await pool.query<{ schema: string }>('SELECT schema FROM tq.projection WHERE active');
  await killed(scoring);
  await pool.query(`UPDATE ${rows[0]?.schema}.fold_offset SET next_offset = next_offset + 1000 WHERE topic = $1 AND partition = 3`, [topic]); // prettier-ignore
  const command = new RebuildDesk({ pool, runner: 'command', foldVersion, timeZone });
  const { id } = await command.begin('spec');
  const child = spawn(process.execPath, [main, '--rebuild', '--alone', '--ends'], { env: environment(), stdio: 'ignore' }); // prettier-ignore
  children.add(child);
  const { problem } = await until(id, ({ state }) => state === 'failed');
  expect(problem).toMatch(/^session-events\/3 ends at \d+, but \d+ records of it were folded: the log is shorter than the history that readers see, nothing was rebuilt\.$/); // prettier-ignore
}, 60_000);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function send(messages: readonly { key: string; value: string | Buffer | null }[]): Promise<void> {
  for (let i = 0; i < messages.length; i += 500)
    await producer.send({
      topic,
      acks: -1,
      messages: messages.slice(i, i + 500).map((message) => ({
        ...message,
        partition: partitionOf(message.key, topics.sessionEvents.partitions),
      })),
    });
}

/** Sessions that end now, one after the other. @returns what stops them and says as what they must be announced */
function liveSessions(name = 'on'): { end(): Promise<string[]> } {
  let isOver = false;
  const ids: string[] = [];
  const running = (async () => {
    for (let i = 0; !isOver; i++) {
      const tutorId = `live-${name}-${i % 7}`;
      const at = new Date().toISOString();
      const data = { sessionId: `s${i}`, startedAt: at, endedAt: at };
      const document = { specversion: '1.0', source: '/live', subject: tutorId, id: `e${i}`, type: 'tutoring.session.completed.v1', time: at, data }; // prettier-ignore
      await send([{ key: tutorId, value: JSON.stringify(document) }]);
      ids.push(`ended/${tutorId}/s${i}`);
      await pause(20);
    }
  })();
  return {
    async end() {
      isOver = true;
      await running;
      return ids;
    },
  };
}

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    KAFKA_BROKERS: broker.address,
    DATABASE_URL: databaseUrl,
    PLATFORM_TIME_ZONE: timeZone,
    TQ_HOME: home,
    LOG_LEVEL: 'error',
  };
}

async function started(saidFile?: string): Promise<ChildProcess> {
  const port = await anyFreePort();
  const said = saidFile === undefined ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [main], {
    env: { ...environment(), SCORING_PORT: String(port) },
    stdio: ['ignore', 'ignore', said],
  });
  if (saidFile !== undefined) {
    const { createWriteStream } = await import('node:fs');
    child.stderr?.pipe(createWriteStream(saidFile));
  }
  children.add(child);
  child.once('exit', () => children.delete(child));
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return child;
    await pause(100);
  }
  throw new Error('Scoring does not become ready.');
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await end;
}

/** The process that does the rebuild. */
async function childOf({ pid }: ChildProcess): Promise<number> {
  for (let tries = 0; tries < 100; tries++, await pause(50)) {
    const found = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
    if (found) return Number(found);
  }
  throw new Error('Nobody does the rebuild.');
}

async function until(id: number, holds: (rebuild: Rebuild) => boolean): Promise<Rebuild> {
  let last: Rebuild | null = null;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(25)) {
    last = await desk.byId(id);
    if (last && holds(last)) return last;
  }
  throw new Error(`The rebuild stays ${JSON.stringify(last)}`);
}

async function expectThat<T>(look: () => Promise<T>, expected: T): Promise<void> {
  let last = await look();
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(200)) {
    if (JSON.stringify((last = await look())) === JSON.stringify(expected)) return;
  }
  expect(last).toEqual(expected);
}

async function untilShown(): Promise<void> {
  const ends = await endsOf(kafka, topic);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(200)) {
    const { offsets } = await shown(pool);
    if ([...ends].every(([partition, end]) => offsets.some((o) => o.topic === topic && o.partition === partition && o.next >= end))) return; // prettier-ignore
  }
  throw new Error('The cards did not come to hold the log.');
}

async function expectRight(): Promise<void> {
  const items = oracle({ log: await wholeLog(kafka, topic), timeZone });
  const { cards } = await shown(pool);
  expect(cards.length).toBeGreaterThan(80);
  expect(differences(cards, items.asOf(dayText(dayOf(Date.now(), timeZone))))).toEqual([]);
}
