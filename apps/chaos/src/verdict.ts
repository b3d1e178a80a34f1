import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { topics, type TutorDecision } from '@tq/events';
import { createKafka, EndOffsets } from '@tq/platform/kafka';
import { differences, oracle, type Chance, type LogRecord } from '@tq/platform/oracle';
import { createPool } from '@tq/platform/postgres';
import { wholeLog } from '@tq/platform/testing';
import { wordOf, type Driver } from './driver';
import type { Inbox } from './inbox';
import type { Product } from './product';

const dayMs = 86_400_000;
/** How long nothing of what waits may become less, before that is taken for standing still. */
const patienceMs = 90_000;

/** Waits until everything that was sent is counted, and every mail is out. @throws Error with what still waits */
export async function untilQuiet(product: Product): Promise<void> {
  const { databaseUrl, kafkaBrokers } = product.addresses;
  const pool = createPool(databaseUrl, { name: 'chaos', max: 1, onError: () => undefined });
  const log = new EndOffsets(createKafka({ brokers: [kafkaBrokers], clientId: 'chaos' }));
  let [waiting, least] = ['nothing is known', Infinity];
  try {
    for (let end = Date.now() + patienceMs; Date.now() < end; await wait(500)) {
      try {
        const { freshness } = await product.ask<{ freshness: { lagRecords: number | null } }>('/api/overview');
        const { rows } = await pool.query<{ what: string; n: number }>(
          `SELECT 'outbox' AS what, count(*)::int AS n FROM tq.outbox WHERE done_at IS NULL
           -- Those that are due later stand in a roll-up (cancelled sessions do).
           UNION ALL SELECT 'items', count(*)::int FROM mail.item
             WHERE state = 'waiting' AND due < extract(epoch FROM now()) * 1000 + 1000
           UNION ALL SELECT 'mails', count(*)::int FROM mail.mail WHERE state = 'queued'
           UNION ALL SELECT 'heard', coalesce(sum(next_offset), 0)::int FROM mail.fold_offset`,
        );
        const said = (await log.of([topics.scoreEvents.name])).reduce((sum, { end }) => sum + end, 0);
        const left = [
          { what: 'records', n: freshness.lagRecords ?? Infinity },
          ...rows.map(({ what, n }) => (what === 'heard' ? { what: 'score events', n: said - n } : { what, n })),
        ].filter(({ n }) => n > 0);
        waiting = left.map(({ what, n }) => `${n} ${what}`).join(', ');
        if (waiting === '') return;
        const all = left.reduce((sum, { n }) => sum + n, 0);
        if (all < least) [least, end] = [all, Date.now() + patienceMs];
      } catch (error) {
        waiting = String(error);
      }
    }
  } finally {
    await Promise.all([pool.end(), log.close()]);
  }
  throw new Error(`It does not come to rest: ${waiting}.`);
}

/** Everything that must hold at the end: one sentence for each thing that does not. */
export async function verdict(product: Product, driver: Driver, inbox: Inbox, chance: Chance): Promise<string[]> {
  const kafka = createKafka({ brokers: [product.addresses.kafkaBrokers], clientId: 'verdict' });
  const facts = await wholeLog(kafka, topics.sessionEvents.name);
  const decisions = await wholeLog(kafka, topics.coachingEvents.name);
  return [
    ...onTheLog(driver, [...facts, ...decisions]),
    ...(await figures(product, facts, decisions, chance)),
    ...mailed(driver, inbox),
  ];
}

/** acknowledged ⊆ log ⊆ attempted */
function onTheLog({ acknowledged, attempted }: Driver, log: readonly LogRecord[]): string[] {
  const found = new Set(log.map(({ value }) => wordOf(value)));
  const lost = [...acknowledged].filter((word) => !found.has(word)).length;
  const foreign = [...found].filter((word) => !attempted.has(word)).length;
  return [
    ...(lost > 0 ? [`${lost} records that were acknowledged are not on the log`] : []),
    ...(foreign > 0 ? [`${foreign} records on the log were never sent`] : []),
  ];
}

/** Every tutor, today and on past days, also as it was known at some moments of the run. */
async function figures(
  product: Product,
  log: readonly LogRecord[],
  coaching: readonly LogRecord[],
  chance: Chance,
): Promise<string[]> {
  const { timeZone } = product;
  const decisions = coaching.flatMap(({ value, timestamp }) =>
    value ? [{ ...(JSON.parse(Buffer.from(value).toString()) as TutorDecision), loggedAt: timestamp }] : [],
  );
  const { asOf: today } = await product.ask<{ asOf: string }>('/api/tutors?limit=1');
  const daysAgo = (days: number): string => new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10);
  const wrong: string[] = [];
  const all = oracle({ log, decisions, timeZone });
  for (const day of [0, 1, 2 + chance.under(20), 30 + chance.under(80)].map(daysAgo))
    wrong.push(...named(`as of ${day}`, differences(await product.tutors(`asOf=${day}`), all.asOf(day))));
  const moments = log.map(({ timestamp }) => timestamp);
  for (const knownAt of [chance.of(moments), chance.of(moments)]) {
    const then = oracle({ log, decisions, timeZone, knownAt }).asOf(today);
    const shown = await product.tutors(`asOf=${today}&knownAt=${new Date(knownAt).toISOString()}`);
    wrong.push(...named(`known at ${new Date(knownAt).toISOString()}`, differences(shown, then)));
  }
  return wrong;
}

const named = (what: string, sentences: readonly string[]): string[] =>
  sentences.length === 0 ? [] : [`${what}: ${sentences.length} differences, such as: ${sentences.slice(0, 3).join('; ')}`]; // prettier-ignore

/** Each session that ended in one mail; a copy is the same mail again. */
function mailed({ toBeMailed }: Driver, inbox: Inbox): string[] {
  const bySession = new Map<string, Set<string>>();
  for (const mail of inbox.mails()) {
    const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
    for (const [, session] of head.matchAll(/^X-Session: (.+)$/gm)) {
      const key = (session as string).trim();
      bySession.set(key, (bySession.get(key) ?? new Set()).add(mail));
    }
  }
  const missing = [...toBeMailed].filter((session) => !bySession.has(session));
  const twice = [...bySession].filter(([, mails]) => mails.size > 1).map(([session]) => session);
  const sentence = (sessions: string[], what: string): string[] =>
    sessions.length === 0 ? [] : [`${sessions.length} sessions that ended were ${what}, such as ${sessions.slice(0, 3).join(', ')}`]; // prettier-ignore
  return [...sentence(missing, 'not mailed'), ...sentence(twice, 'mailed twice, and not by the same bytes')];
}

/** Connections at rest, by whom: to Postgres by the name they give, to the broker by process. */
export async function connections(product: Product): Promise<Map<string, number>> {
  const { databaseUrl, kafkaBrokers } = product.addresses;
  const pool = createPool(databaseUrl, { name: 'chaos', max: 1 });
  const { rows } = await pool.query<{ name: string; n: number }>(
    `SELECT application_name AS name, count(*)::int AS n FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND application_name <> 'chaos' GROUP BY 1`,
  );
  await pool.end();
  const counts = new Map(rows.map(({ name, n }) => [`Postgres: ${name}`, n]));
  const port = Number(kafkaBrokers.split(':')[1]);
  for (const [name, pid] of Object.entries(product.processes()))
    if (name !== 'broker') counts.set(`broker: ${name}`, socketsTo(port, pid));
  return counts;
}

/**
 * A client of kafkajs that has lost the broker asks for its address again by a connection of its own and keeps that one
 * (its "seed") beside those it makes then: one more, however often it happens. No process has more than three clients (a
 * consumer, a producer, one that asks where the log ends).
 */
const spareToBroker = 3;

/** Who holds more connections than before, a minute after everything came to rest. */
export async function leaked(product: Product, before: ReadonlyMap<string, number>): Promise<string[]> {
  // Pools let go of what they no longer need after a minute.
  for (const end = Date.now() + 75_000; ; await wait(3000)) {
    const more = [...(await connections(product))].filter(([who, n]) => n > allowed(who, before.get(who) ?? 0));
    if (more.length === 0) return [];
    if (Date.now() > end)
      return more.map(([who, n]) => `${who} holds ${n} connections at rest, ${before.get(who) ?? 0} before`);
  }
}

const allowed = (who: string, before: number): number =>
  Math.max(2, before) + (who.startsWith('broker: ') ? spareToBroker : 0);

function socketsTo(port: number, pid: number): number {
  try {
    const established = '01';
    const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const inodes = new Set(
      ['tcp', 'tcp6'].flatMap((table) =>
        readFileSync(`/proc/net/${table}`, 'utf8')
          .split('\n')
          .map((line) => line.trim().split(/\s+/))
          .filter(([, , remote, state]) => remote?.endsWith(hex) && state === established)
          .map((fields) => fields[9]),
      ),
    );
    return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
      try {
        return inodes.has(/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1]);
      } catch {
        return false;
      }
    }).length;
  } catch {
    return 0;
  }
}
