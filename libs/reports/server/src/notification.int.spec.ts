import { topics, type ScoreEvent } from '@tq/events';
import { startService, type RunningService } from '@tq/platform/http';
import { createKafka, ensureTopics } from '@tq/platform/kafka';
import { createPool, type Pool } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import {
  anyFreePort,
  freshDatabase,
  startUnrulySmtpServer,
  testBrokers,
  type UnrulySmtpServer,
} from '@tq/platform/testing';
import { exampleCancelled, exampleEnded, exampleTutors, type EndedSession } from '@tq/reports/core';
import type { Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { NotificationModule } from './notification.module';

/** The whole of notification on a real broker, a real Postgres and a real SMTP server. */
const kafka = createKafka({ brokers: testBrokers(), clientId: 'notification-spec' });
let smtp: UnrulySmtpServer;
let databaseUrl: string;
let pool: Pool;
let producer: Producer;
let service: RunningService;
/** Sessions of other runs may be on the topic: ours are told apart by their tutors. */
const run = randomUUID().slice(0, 8);

async function start(maxPerHour = 0): Promise<void> {
  const settings = readSettings({
    KAFKA_BROKERS: testBrokers().join(','),
    DATABASE_URL: databaseUrl,
    SMTP_URL: smtp.url,
    MAIL_MAX_PER_HOUR: String(maxPerHour),
    NOTIFICATION_PORT: String(await anyFreePort()),
    ADMIN_EMAIL: 'Admin@example.com',
    LOG_LEVEL: 'silent',
  });
  service = await startService({
    name: 'notification',
    module: NotificationModule,
    settings,
    port: 'NOTIFICATION_PORT',
  });
}

beforeAll(async () => {
  smtp = await startUnrulySmtpServer();
  databaseUrl = await freshDatabase();
  pool = createPool(databaseUrl, { name: 'notification-spec' });
  await ensureTopics(kafka, [topics.scoreEvents]);
  producer = kafka.producer({ idempotent: false });
  await producer.connect();
  await start();
});
afterAll(async () => {
  await service.stop();
  await producer.disconnect();
  await pool.end();
  await smtp.stop();
});

const tutor = (name: string) => ({ ...exampleTutors.ben, tutorId: `${run}-${name}`, name });
const eventOf = (data: EndedSession): ScoreEvent => ({
  specversion: '1.0',
  source: '/scoring',
  subject: data.tutorId,
  id: `ended/${data.tutorId}/${data.sessionId}`,
  type: 'tutoring.session.ended.v1',
  time: data.closedAt,
  data,
});

/** Just ended, by this machine's clock: what is old is not owed to anybody. */
function ended(name: string, sessionId: string, given: Partial<EndedSession> = {}): ScoreEvent {
  const now = new Date().toISOString();
  return eventOf(exampleEnded(tutor(name), { sessionId, scoredAt: now, receivedAt: now, closedAt: now, ...given }));
}

async function publish(...events: ScoreEvent[]): Promise<void> {
  await producer.send({
    topic: topics.scoreEvents.name,
    acks: -1,
    messages: events.map((event) => ({ key: event.subject, value: JSON.stringify(event) })),
  });
}

const sessionsIn = (bytes: Buffer): string[] =>
  [...bytes.toString().matchAll(/^X-Session: (.*)\r$/gm)].map((match) => match[1] as string);
const inbox = (): string[] =>
  smtp.mails.flatMap(({ bytes }) => sessionsIn(bytes)).filter((session) => session.startsWith(run));

async function until(what: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await what());) {
    if (Date.now() > end) throw new Error(`Not within ${milliseconds} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('mails an ended session within ten seconds, once, however often it is told', async () => {
  await until(async () => (await fetch(`http://127.0.0.1:${service.port}/health/ready`)).ok);
  await publish(ended('ana', 'warm-up'));
  await until(() => inbox().includes(`${run}-ana/warm-up`), 30_000); // the group forms
  const event = ended('ana', 's-1');
  const at = Date.now();
  await publish(event, event);
  await publish(event);
  await until(() => inbox().includes(`${run}-ana/s-1`), 10_000);
  expect(Date.now() - at).toBeLessThan(10_000);
  await publish(ended('ana', 's-2'));
  await until(() => inbox().includes(`${run}-ana/s-2`));
  expect(inbox().filter((session) => session === `${run}-ana/s-1`)).toHaveLength(1);
  expect(smtp.mails.every(({ to }) => to.length === 1 && to[0] === 'admin@example.com')).toBe(true);
});

it('keeps a mail while the server refuses for now, is away or drops, and resends the same bytes', async () => {
  await smtp.stop();
  await publish(ended('bo', 'while-away'));
  await until(
    async () => (await pool.query(`SELECT FROM mail.mail WHERE state = 'queued' AND attempts > 0`)).rowCount === 1,
  );
  smtp.manners = 'later';
  await smtp.startAgain();
  await pool.query(`UPDATE mail.mail SET next_attempt_at = 0 WHERE state = 'queued'`);
  await until(
    async () =>
      (await pool.query(`SELECT FROM mail.mail WHERE state = 'queued' AND error LIKE '%451%'`)).rowCount === 1,
    30_000,
  );
  expect(inbox()).not.toContain(`${run}-bo/while-away`);

  smtp.manners = 'drops-after-data';
  await until(() => inbox().includes(`${run}-bo/while-away`), 30_000);
  smtp.manners = 'takes';
  // Nobody knows whether it arrived: the lease is waited out.
  const waits = `SELECT FROM mail.mail WHERE state = 'queued' AND next_attempt_at > $1::bigint + 10000`;
  await until(async () => (await pool.query(waits, [Date.now()])).rowCount === 1);
  await pool.query(`UPDATE mail.mail SET next_attempt_at = 0 WHERE state = 'queued'`);
  await until(() => inbox().filter((session) => session === `${run}-bo/while-away`).length === 2, 30_000);
  const [first, second] = smtp.mails.filter(({ bytes }) => sessionsIn(bytes).includes(`${run}-bo/while-away`));
  expect(second?.bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
}, 120_000);

it('gives up what the server refuses for good, with its reason, and goes on', async () => {
  smtp.manners = 'refuses';
  await publish(ended('cy', 'refused'));
  await until(
    async () =>
      (await pool.query(`SELECT FROM mail.mail WHERE state = 'failed' AND error LIKE '%550%'`)).rowCount === 1,
  );
  smtp.manners = 'takes';
  await publish(ended('cy', 'after'));
  await until(() => inbox().includes(`${run}-cy/after`));
  expect(inbox()).not.toContain(`${run}-cy/refused`);
});

it('passes over what is no score event, and over text that wants to be markup or a header', async () => {
  await producer.send({
    topic: topics.scoreEvents.name,
    messages: [
      { key: `${run}-eve`, value: 'no JSON' },
      { key: `${run}-eve`, value: null },
    ],
  });
  const name = 'Eve</mj-text><script>alert(1)</script>\r\nBcc: other@example.com \u202e😀'.padEnd(500, 'x');
  await publish(ended('eve', 'hostile', { tutorName: name, lessonSubject: name }));
  await until(() => inbox().includes(`${run}-eve/hostile`));
  const mail = smtp.mails.find(({ bytes }) => sessionsIn(bytes).includes(`${run}-eve/hostile`));
  const text = mail?.bytes.toString() ?? '';
  const html = text.slice(text.indexOf('Content-Type: text/html'));
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toContain('<script>');
  expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/m);
  expect(mail?.to).toEqual(['admin@example.com']);
});

it('counts ids that spell alike as the two sessions they are', async () => {
  const [one, other] = [ended('a/b', 'c'), ended('a', 'b/c')];
  await publish(one, other);
  await until(() => inbox().filter((session) => session === `${run}-a/b/c`).length === 2);
});

it('above the hourly limit: the next roll-up, but a no-show at once; nothing twice over a restart', async () => {
  await service.stop();
  await start(1);
  const now = new Date().toISOString();
  const cancelled = exampleCancelled(tutor('dee'), { sessionId: 'off', closedAt: now, receivedAt: now, scoredAt: now });
  await publish(ended('dee', 'held'), ended('dee', 'missed', { outcome: 'missed', missedBy: 'tutor' }), {
    ...eventOf(exampleEnded(tutor('dee'))),
    id: `closed/${cancelled.tutorId}/off`,
    type: 'tutoring.session.closed.v1',
    data: cancelled,
  });
  await until(() => inbox().includes(`${run}-dee/missed`), 30_000);
  expect(inbox()).not.toContain(`${run}-dee/held`);
  await pool.query(`UPDATE mail.item SET due = 0 WHERE state = 'waiting'`);
  await service.stop();
  await start(1);
  await until(() => inbox().includes(`${run}-dee/held`), 30_000);
  const rollUp = smtp.mails.find(({ bytes }) => sessionsIn(bytes).includes(`${run}-dee/held`));
  expect(sessionsIn(rollUp?.bytes ?? Buffer.alloc(0)).sort()).toEqual([`${run}-dee/held`, `${run}-dee/off`]);
  for (const session of new Set(inbox())) {
    const times = inbox().filter((other) => other === session).length;
    expect([session, times]).toEqual([session, session.endsWith('/while-away') || session.endsWith('-a/b/c') ? 2 : 1]);
  }
}, 120_000);
