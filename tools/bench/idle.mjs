/** What our four services use while nothing happens, and what all of the processes need. */
import { setTimeout as wait } from 'node:timers/promises';
import { megabytes } from './figures.mjs';
import { cpuSeconds, pssBytes } from './processes.mjs';
import { services } from './world.mjs';

const seconds = 30;

export async function idle(world) {
  await world.populate();
  await world.openInbox();
  await world.start('scoring', 'gateway', 'ingestion', 'notification');
  await world.untilFolded();
  await wait(5000);
  const each = async () => Promise.all(services.map((name) => cpuSeconds([world.pid(name)])));
  const before = await each();
  await wait(seconds * 1000);
  const shares = (await each()).map((after, i) => (after - before[i]) / seconds);
  const share = shares.reduce((sum, one) => sum + one, 0);
  const memory = await Promise.all(
    services.map(async (name) => `${name} ${megabytes(await pssBytes([world.pid(name)]))}`),
  );
  return [
    {
      name: `our four services when idle, over ${seconds} s`,
      measured: `${(100 * share).toFixed(1)} % of one core (${services.map((name, i) => `${name} ${(100 * shares[i]).toFixed(1)}`).join(', ')})`,
      target: '≤ 10 %',
      isMet: share <= 0.1,
    },
    { name: 'memory of our services (PSS)', measured: memory.join(', '), target: '', isMet: null },
  ];
}
