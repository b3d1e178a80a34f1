/** The figures that grow, at one size: so many tutors, so many events, one scorer and two. */
import autocannon from 'autocannon';
import { setTimeout as wait } from 'node:timers/promises';
import { quantile, ratio } from './figures.mjs';
import { isMet, shareOf } from './growth.mjs';
import { bareConsume, bareCopy, barePage } from './hardware.mjs';
import { readable, warmUp } from './latency.mjs';
import { cpuSeconds } from './processes.mjs';
import { replayed } from './replay.mjs';

const dayMs = 86_400_000;
const daysAgo = (days) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

/** Everything that can be measured at a size, in the order of measuring. What fills the log comes last. */
export const parts = {
  async hardware({ world, add, events }) {
    await add('consume', await bareConsume(world, events, false));
    await add('parse', await bareConsume(world, events, true));
    await add('copy', await bareCopy(world));
  },

  async fold({ world, add, events }) {
    const rate = await foldRate(world, events, 1);
    await add('fold', rate, `${shareOf(rate, await bareConsume(world, events, true))} with JSON.parse alone`);
  },

  async readers({ world, add }) {
    await ready(world);
    const path = '/api/tutors?sort=-priority&limit=50';
    const length = Buffer.byteLength(JSON.stringify(await world.ask(path)));
    const bare = await barePage(length, 32);
    const options = { ...request(world, path), connections: 32 };
    await autocannon({ ...options, duration: 3 }); // warms up
    const { requests, latency } = await autocannon({ ...options, duration: 8 });
    await add('readers', requests.average, `bare Node page of that size ${shareOf(requests.average, bare.rate)}`);
    await add('readersP99', latency.p99, `bare page ${bare.p99} ms`);
  },

  async past({ world, add }) {
    await ready(world);
    const day = daysAgo(365);
    await add('asOf', await medianOf(world, () => get(world, `/api/tutors?asOf=${day}&limit=50`)));
    await add('knownAt', await medianOf(world, () => get(world, `/api/tutors?asOf=${day}&knownAt=${encodeURIComponent(`${day}T12:00:00Z`)}&limit=50`))); // prettier-ignore
  },

  async preview({ world, add }) {
    await ready(world);
    const rules = { rescheduleLimit: 0.15, minimumCounted: 5, window: 30, fallbackWindow: 90, evidence: { confirmed: 0.8, likely: 0.5 }, watchMinimumMoved: 2, noShow: { minimum: 2, limit: 0.05 }, cancellation: { minimum: 5, limit: 0.15 } }; // prettier-ignore
    let limit = 0.1;
    // Another limit each time: an answer that is remembered is none that was worked out.
    await add('preview', await medianOf(world, () => preview(world, { ...rules, rescheduleLimit: (limit += 0.005) })));
  },

  async replay({ world, add, events }) {
    await ready(world);
    const calm = await steadily(world, async () => wait(8000));
    const { seconds, peak } = await replayed(world);
    const bare = await bareConsume(world, events, true);
    const rate = events / seconds;
    await add('replay', rate, `${shareOf(rate, bare)} with JSON.parse alone`);
    // Of a short log the start of the process is most of it: the target is for millions.
    await add('replayShare', rate / bare, 'the services run beside it', events < 9e5 ? null : undefined);
    await add('replayMemory', peak);
    const busy = await steadily(world, () => replayed(world));
    await add('calmP99', calm);
    await add('replayP99', busy, `${ratio(busy, calm)} × without`, busy <= Math.max(100, 2 * calm));
  },

  async latency({ world, add }) {
    await ready(world, 'ingestion');
    await warmUp(world);
    for (const [what, perSecond, seconds] of [
      ['latency', 10, 15],
      ['latencyBusy', 200, 15],
    ]) {
      // prettier-ignore
      const { waits, failures } = await readable(world, perSecond, seconds);
      if (failures.length > 0) throw failures[0];
      await add(what, quantile(waits, 0.5), `p99 ${Math.round(quantile(waits, 0.99))} ms`);
    }
  },

  async scorers({ world, add, tutors, events }) {
    await ready(world);
    for (const scorers of [1, 2]) {
      await world.rest();
      const more = await world.tellMore({ tutors, events: events / 4, seed: 1 + scorers });
      await add('backlog', await foldRate(world, more, scorers), undefined, null, scorers);
    }
  },
};

/**
 * Measures parts at one size.
 * @param {(row: import('./record.mjs').Row) => Promise<void>} keep hears of each figure as soon as there is one
 */
export async function measure(world, { tutors, events: wanted }, names, keep, failed) {
  const sent = await world.populate({ tutors, events: wanted });
  // Every tutor is told of, and said to have come: that alone is as many events as tutors.
  if (Math.abs(sent - wanted) > wanted / 3 + tutors) throw new Error(`${sent} events are not about ${wanted}.`);
  const add = (what, value, beside, met = isMet(what, value, tutors), scorers = 1) =>
    keep({ what, tutors, events: wanted, scorers, value, isMet: met, ...(beside ? { beside } : {}) });
  for (const name of Object.keys(parts).filter((one) => names.includes(one))) {
    process.stderr.write(`  ${name} …\n`);
    try {
      await parts[name]({ world, tutors, events: sent, add });
    } catch (error) {
      failed(name, error);
    }
  }
}

async function ready(world, ...more) {
  await world.start('scoring', 'gateway', ...more);
  await world.untilFolded(3600);
  // It has just heard of all tutors at once: what is measured before it has them all is that.
  const gateway = world.pid('gateway');
  for (let [used, before] = [await cpuSeconds([gateway]), -1]; used - before > 0.1;) {
    await wait(2000);
    [used, before] = [await cpuSeconds([gateway]), used];
  }
}

/** From the start of the scorers until all readings hold all of the log. */
async function foldRate(world, events, scorers) {
  const begun = performance.now();
  await Promise.all([world.start('scoring', ...(scorers === 2 ? ['scoring 2'] : [])), world.start('gateway')]);
  await world.untilFolded(3600);
  return events / ((performance.now() - begun) / 1000);
}

const request = (world, path) => ({
  url: `${world.address('gateway')}${path}`,
  headers: { authorization: `Bearer ${world.token}` },
});

const get = (world, path) => world.ask(path);

async function preview(world, rules) {
  const { url, headers } = request(world, '/api/rule-sets/preview');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ rules }),
  });
  if (!answer.ok) throw new Error(`The preview answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** The median of seven, in ms, after one that warms up. */
async function medianOf(world, ask) {
  const times = [];
  for (let i = 0; i < 8; i++) {
    const begun = performance.now();
    await ask();
    if (i > 0) times.push(performance.now() - begun);
  }
  return quantile(times, 0.5);
}

/** Twenty requests a second, whatever the answers take, while something else goes on. @returns their p99 in ms */
async function steadily(world, meanwhile) {
  const { url, headers } = request(world, '/api/tutors?sort=-priority&limit=50');
  const times = [];
  let isOn = true;
  const running = [];
  const loop = (async () => {
    while (isOn) {
      const begun = performance.now();
      running.push(
        fetch(url, { headers })
          .then((answer) => answer.arrayBuffer())
          .then(
            () => times.push(performance.now() - begun),
            () => times.push(30_000),
          ),
      );
      await wait(50);
    }
  })();
  try {
    await meanwhile();
  } finally {
    isOn = false;
    await loop;
    await Promise.all(running);
  }
  return quantile(times, 0.99);
}
