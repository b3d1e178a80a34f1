/** The first fold of a log: a new scorer reads 90 days of history from the first record on. */
import { bareConsume, bareUpsert } from './hardware.mjs';
import { count, megabytes, quantile, ratio } from './figures.mjs';
import { cpuSeconds, residentBytes, sampled } from './processes.mjs';

const target = 20_000;

export async function fold(world) {
  const events = await world.populate();
  const consume = await bareConsume(world, events, false);
  const parse = await bareConsume(world, events, true);
  const upsert = await bareUpsert(world);
  const begun = performance.now();
  const started = Promise.all([world.start('scoring'), world.start('gateway')]);
  const memory = sampled(() => residentBytes(world.pid('scoring')), 500);
  await started;
  await world.untilFolded();
  const seconds = (performance.now() - begun) / 1000;
  const sizes = await memory.stop();
  const cpu = await cpuSeconds([world.pid('scoring')]);
  const rate = events / seconds;
  // Flat: what the second half needs beyond the first is noise of the collector, not the backlog piling up.
  const half = Math.floor(sizes.length / 2);
  const [early, late] = [quantile(sizes.slice(0, half), 1), quantile(sizes.slice(half), 1)];
  return [
    {
      name: `first fold of ${count(events)} events, from the start of the process`,
      measured: `${count(rate)} events/s; ${count(events / cpu)} for each second of the scorer's processor time`,
      target: `≥ ${count(target)}`,
      isMet: rate >= target,
      beside: `bare consume ${count(consume)}/s (${ratio(rate, consume)}), with JSON.parse ${count(parse)}/s (${ratio(rate, parse)}), bulk upsert ${count(upsert)} rows/s (${ratio(rate, upsert)})`,
    },
    {
      name: 'memory of the scorer meanwhile, first half → second half',
      measured: `${megabytes(early)} → ${megabytes(late)}`,
      target: 'flat (≤ 1.25)',
      isMet: late <= 1.25 * early,
    },
  ];
}
