import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@tq/events';
import { manifestName, readManifest } from '@tq/platform/backup';
import { openEventStore } from '@tq/platform/event-store';
import { ensureTopics } from '@tq/platform/kafka';
import { anyFreePort, startBroker, type Broker } from '@tq/platform/local';
import { awkwardHistory } from '@tq/platform/oracle';
import { migrate } from '@tq/platform/postgres';
import { mailSteps } from '@tq/reports/server';
import { decisionSteps } from '@tq/sessions/server';
import { dayOf, dayText } from '@tq/sessions/core';
import { Installation, until } from './installation.testing';

const topic = topics.sessionEvents.name;
const seed = Number(process.env['TEST_SEED'] ?? 20261126);
const gapPartition = 5;
/** What readers are given, at every moment: offsets aside, which are other where the log had gaps. */
const versionTables = {
  fact: 'tutor_id, source, id, type, at, learned_at, record_timestamp, record_partition, data, stands_at, stands_data, corrected_by, retracted, excused',
  session: '*',
  tutor: '*',
  tutor_day: '*',
  tutor_day_learned: '*',
  dead_letter: 'topic, partition, record_timestamp, key, value, reasons, producer',
};
const compared = [
  ...Object.entries(versionTables).map(
    ([table, columns]) => `SELECT ${columns} FROM p1.${table} AS t ORDER BY to_jsonb(t) - 'record_offset'`,
  ),
  'SELECT * FROM es.event ORDER BY position',
  'SELECT * FROM tq.rule_set ORDER BY version',
  'SELECT d.value, s.reason FROM p1.dead_letter d JOIN decision.dead_letter_step s USING (topic, partition, record_offset) ORDER BY 2',
];
const ended = (session: string): string => `{"id":"ended/tutor-${session}/${session}"}`;

let dir: string;
let broker: Broker;
let there: Installation;
let here: Installation;
/** The rows of the installation that was backed up, with all of the log folded. */
const expected = new Map<string, string[]>();

beforeAll(async () => {
  if (!existsSync('dist/apps/cli/main.js')) execFileSync(process.execPath, ['tools/build.mjs', 'cli', 'scoring']);
  dir = await mkdtemp(join(tmpdir(), 'tq-backups-'));
  broker = await startBroker({ dir: join(dir, 'kafka'), port: await anyFreePort(), logFile: join(dir, 'broker.log') });
  there = await Installation.on(broker);
  here = await Installation.on(broker);
  await ensureTopics(there.kafka, Object.values(topics));
  const { documents, junk } = awkwardHistory({
    seed,
    until: dayText(dayOf(Date.now(), 'UTC')),
    tutors: 40,
    sessions: 40,
  });
  // A committed transaction leaves a place without a record: what comes behind has a lower offset in a restored log.
  await there.write([{ key: 'gap', value: 'first', partition: gapPartition }], 'backup spec');
  await there.write([{ key: 'gap', value: 'second', partition: gapPartition }]);
  await there.send(...(documents as unknown as { subject: string }[]));
  await there.write(junk.map((value) => ({ key: 'junk', value: value === null ? null : Buffer.from(value) })));
  await there.startScoring();
  await there.isShown();
  await there.killScoring();
  await decide(there);
  // Acknowledged, and folded by nobody before the backup.
  await there.send(session('late'), session('late', 'b'));
  expect(await there.run('backup', join(dir, 'b'))).toMatchObject({ code: 0 });
  await there.startScoring();
  await there.isShown();
  await until(async () => (await there.announced()).includes(ended('late')));
  await there.killScoring();
  for (const sql of compared) expected.set(sql, await there.rows(sql));
}, 240_000);

afterAll(async () => {
  await there?.end();
  await here?.end();
  await broker?.stop(2000);
  await rm(dir, { recursive: true, force: true });
});

it('leaves out no table that is not named as left out', async () => {
  const { tables } = await readManifest(join(dir, 'b'));
  expect(tables.map(({ schema, table }) => `${schema}.${table}`).sort()).toEqual([
    'decision.dead_letter_step', 'decision.decision', 'es.event', 'mail.episode', 'mail.event', 'mail.item', 'mail.mail',
    'mail.recipient', 'mail.secret', 'restore.level_changes', 'tq.announcement', 'tq.outbox', 'tq.rule_set', 'tq.setting',
  ]); // prettier-ignore
}, 60_000);

it('names what is broken, and restores nothing of it', async () => {
  const file = join(dir, 'b/log', topic, `${String(gapPartition).padStart(3, '0')}.ndjson.gz`);
  const whole = readFileSync(file);
  const flipped = Buffer.from(whole);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  for (const broken of [flipped, whole.subarray(0, -1)]) {
    writeFileSync(file, broken);
    const { code, said } = await here.run('restore', join(dir, 'b'));
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining(`${file} is not as it was written`) as string }); // prettier-ignore
  }
  writeFileSync(file, whole);
  const manifest = join(dir, 'b', manifestName);
  const written = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, written.replace('"timeZone": "UTC"', '"timeZone": "UTD"'));
  expect((await here.run('restore', join(dir, 'b'))).said).toContain(`${manifest} is not as it was written`);
  writeFileSync(manifest, written);
  expect(await here.rows(`SELECT nspname FROM pg_namespace WHERE nspname IN ('tq', 'restore')`)).toEqual([]);
  expect(await readdir(here.home)).toEqual([]);
}, 60_000);

it('refuses a log that holds anything', async () => {
  const { code, said } = await here.run('restore', join(dir, 'b'));
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') as string });
  await deleteTopics();
}, 60_000);

it('gives the same numbers at every moment, and tells nothing twice', async () => {
  expect(await here.run('restore', join(dir, 'b'))).toMatchObject({ code: 0 });
  for (const [sql, rows] of expected) {
    expect(rows.length).toBeGreaterThan(0);
    expect(await here.rows(sql)).toEqual(rows);
  }
  expect(await here.rows('SELECT key, state FROM mail.mail ORDER BY key')).toEqual([
    '{"key":"sent","state":"sent"}',
    '{"key":"waiting","state":"failed"}',
  ]);
  expect(await here.rows('SELECT state FROM mail.item')).toEqual(['{"state":"dropped"}']);

  await here.startScoring();
  const rating = { sessionId: 'late', rating: 4 };
  await here.send(session('new'), { ...session('late', 'c'), type: 'tutoring.session.rated.v1', data: rating } as { subject: string }); // prettier-ignore
  await here.isShown();
  await until(async () => (await here.announced()).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await here.announced()).toEqual([ended('new')]);
}, 180_000);

it('holds what the backup held, and is no place for another', async () => {
  const again = await here.run('restore', join(dir, 'b'));
  expect(again.code).toBe(1);
  expect(again.said).toContain('a restore needs an empty one');
  expect(await here.run('backup', join(dir, 'second'))).toMatchObject({ code: 0 });
  const [first, second] = await Promise.all(['b', 'second'].map((name) => readManifest(join(dir, name))));
  const sum = (manifest: typeof first, file: string) => manifest?.files[file]?.sha256;
  for (const file of ['tables/es.event.copy.gz', 'tables/tq.rule_set.copy.gz', 'tables/mail.secret.copy.gz'])
    expect(sum(second, file)).toBe(sum(first, file));
}, 60_000);

it('mails what waited where that is asked for, unfolded sessions too', async () => {
  await here.end();
  await deleteTopics();
  here = await Installation.on(broker);
  expect(await here.run('restore', join(dir, 'b'), '--send-pending')).toMatchObject({ code: 0 });
  expect(await here.rows('SELECT key, state FROM mail.mail ORDER BY key')).toContain('{"key":"waiting","state":"queued"}'); // prettier-ignore
  await here.startScoring();
  await until(async () => (await here.announced()).includes(ended('late')));
}, 120_000);

async function deleteTopics(): Promise<void> {
  const admin = here.kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: Object.values(topics).map(({ name }) => name) });
  await until(async () => !(await admin.listTopics()).includes(topic));
  await admin.disconnect();
}

/** A session that ends now. */
function session(name: string, id = 'a') {
  const time = new Date().toISOString();
  const data = { sessionId: name, startedAt: time, endedAt: time };
  return { specversion: '1.0', source: '/spec', subject: `tutor-${name}`, id, type: 'tutoring.session.completed.v1', time, data }; // prettier-ignore
}

/** What people decided and what was mailed. */
async function decide({ pool }: Installation): Promise<void> {
  await openEventStore(undefined, pool).append('a-case', -1, [{ id: randomUUID(), type: 'decided', data: { by: 'spec' } }]); // prettier-ignore
  await migrate(pool, 'decision', decisionSteps);
  await migrate(pool, 'mail', mailSteps);
  await pool.query(
    `INSERT INTO decision.dead_letter_step (topic, partition, record_offset, what, at, by_whom, reason)
     SELECT topic, partition, record_offset, 'set-aside', 0, 'spec', convert_from(value, 'UTF8') FROM p1.dead_letter
     WHERE partition = $1 AND value IN ('first', 'second')`,
    [gapPartition],
  );
  await pool.query(
    `INSERT INTO mail.mail (key, kind, recipient, subject, state, due, created_at, next_attempt_at, message_id, rule_set_version)
     SELECT key, 'session-report', 'a@example.com', '', state, 0, 0, 0, '', 1 FROM (VALUES ('sent', 'sent'), ('waiting', 'queued')) AS m(key, state)`,
  );
  await pool.query(`INSERT INTO mail.item VALUES ('a@example.com', 't', 'e', 'daily-digest', 0, NULL, 'waiting', NULL, 0)`); // prettier-ignore
  await pool.query(`INSERT INTO mail.secret VALUES ('unsubscribe', '\\x01')`);
}
