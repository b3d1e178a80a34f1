/** From a POST to its being readable at the gateway, and from a session's end to its mail. */
import { setTimeout as wait } from 'node:timers/promises';
import { count, ms, quantile } from './figures.mjs';

let sequence = 0;

/** A session that ends now; one fact is enough for the contract to count it. */
export function endedSession(subject) {
  const sessionId = `bench-${process.pid}-${++sequence}`;
  const now = new Date().toISOString();
  return {
    specversion: '1.0',
    source: '/bench',
    subject,
    id: `${sessionId}-completed`,
    type: 'tutoring.session.completed.v1',
    time: now,
    data: { sessionId, startedAt: new Date(Date.now() - 3_600_000).toISOString(), endedAt: now },
  };
}

/** As the list says it, in which it stands first: a tutor's own page reads facts as well, and would keep what is measured from its work. */
const heldOf = async (world, tutor) =>
  (await world.ask(`/api/tutors?q=${tutor}&sort=tutorId&limit=1`)).items[0]?.windows['30'].held ?? 0;

/**
 * Sends sessions at a steady rate. Of a sample of them (ten a second at most) is asked every 10 ms, and less often the
 * longer it lasts (5 % of what is measured), whether the gateway's answer for their tutor holds them: forty who
 * go on asking every 10 ms where it is slow keep it slow.
 */
export async function readable(world, perSecond, seconds) {
  const watched = Array.from({ length: 40 }, (_, i) => ({ tutor: `tutor-${i + 1}`, held: 0, isBusy: false }));
  for (const probe of watched) probe.held = await heldOf(world, probe.tutor);
  const [waits, failures, running] = [[], [], []];
  const every = Math.max(1, Math.round(perSecond / 10));
  const begun = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    await wait(Math.max(0, begun + (i * 1000) / perSecond - performance.now()));
    const probe = i % every === 0 ? watched.find(({ isBusy }) => !isBusy) : undefined;
    if (!probe) {
      running.push(world.post(endedSession(`tutor-${50 + (i % 900)}`)).catch((error) => failures.push(error)));
      continue;
    }
    probe.isBusy = true;
    running.push(
      (async () => {
        const sent = performance.now();
        await world.post(endedSession(probe.tutor));
        const expected = ++probe.held;
        while ((await heldOf(world, probe.tutor)) < expected) {
          if (performance.now() - sent > 30_000) throw new Error('not readable after 30 s');
          await wait(Math.max(10, (performance.now() - sent) / 20));
        }
        waits.push(performance.now() - sent);
        probe.isBusy = false;
      })().catch((error) => failures.push(error)),
    );
  }
  await Promise.all(running);
  return { waits, failures };
}

/** As services are that have run for a while: code is compiled, and what the first session of a day asks for is known. */
export const warmUp = (world) => readable(world, 200, 20);

export async function latency(world) {
  await world.populate();
  await world.start('scoring', 'gateway', 'ingestion');
  await world.untilFolded();
  await warmUp(world);
  const figures = [];
  for (const [perSecond, seconds] of [
    [10, 30],
    [200, 20],
  ]) {
    const { waits, failures } = await readable(world, perSecond, seconds);
    const [median, p99] = waits.length > 0 ? [quantile(waits, 0.5), quantile(waits, 0.99)] : [Infinity, Infinity];
    const failed = failures.length > 0 ? `; ${count(failures.length)} failed, the first: ${failures[0].message}` : '';
    figures.push({
      name: `POST → readable at the gateway, ${perSecond} sessions/s (${count(waits.length)} looked at)`,
      measured: `median ${ms(median)}, p99 ${ms(p99)}${failed}`,
      target: 'median ≤ 150 ms, p99 ≤ 1 s',
      isMet: median <= 150 && p99 <= 1000 && failures.length === 0,
    });
  }
  return figures;
}

export async function mail(world) {
  await world.populate();
  await world.openInbox();
  await world.start('scoring', 'gateway', 'ingestion', 'notification');
  await world.untilFolded();
  const sent = new Map();
  const [perSecond, seconds] = [2, 30];
  for (let i = 0; i < perSecond * seconds; i++) {
    const event = endedSession(`tutor-${100 + i}`);
    sent.set(`${event.subject}/${event.data.sessionId}`, Date.parse(event.time));
    await world.post(event);
    await wait(1000 / perSecond);
  }
  const arrived = () => new Map(world.mails.flatMap(({ at, sessions }) => sessions.map((session) => [session, at])));
  for (let i = 0; i < 60 && [...sent.keys()].some((session) => !arrived().has(session)); i++) await wait(500);
  // Else it would write thousands of mails, of what is sent next, beside that measurement.
  await world.rest();
  const waits = [...sent].map(([session, at]) => (arrived().get(session) ?? Infinity) - at);
  const missing = waits.filter((value) => value === Infinity).length;
  const found = waits.filter((value) => value < Infinity);
  return [
    {
      name: `session's end → mail in the inbox (${sent.size} sessions, ${perSecond}/s)`,
      measured: `${found.length > 0 ? `median ${ms(quantile(found, 0.5))}, slowest ${ms(quantile(found, 1))}` : '–'}${missing > 0 ? `, ${missing} never` : ''}`,
      target: '≤ 10 s',
      isMet: missing === 0 && quantile(found, 1) <= 10_000,
    },
  ];
}
