/** Requests a second at the gateway's list of tutors and at ingestion's door. */
import autocannon from 'autocannon';
import { barePage } from './hardware.mjs';
import { count, ms, ratio } from './figures.mjs';
import { endedSession } from './latency.mjs';
import { cpuSeconds } from './processes.mjs';

const seconds = 10;

/** Load for some seconds, and the seconds of processor time that the service itself needed for it. */
async function loaded(world, service, options) {
  await autocannon({ ...options, duration: 3 }); // warms up
  const before = await cpuSeconds([world.pid(service)]);
  const result = await autocannon({ ...options, duration: seconds });
  return { ...result, cpu: (await cpuSeconds([world.pid(service)])) - before };
}

function figure(name, { requests, latency, non2xx, errors, cpu }, rate, bare) {
  const failed = non2xx + errors;
  return {
    name,
    measured: `${count(requests.average)} requests/s, p99 ${ms(latency.p99)}${failed > 0 ? `, ${count(failed)} failed` : ''}; ${count(requests.total / cpu)} for each second of the service's processor time`,
    target: `≥ ${count(rate)}, p99 ≤ 50 ms`,
    isMet: requests.average >= rate && latency.p99 <= 50 && failed === 0,
    beside: `bare Node page of that size ${count(bare.rate)}/s (${ratio(requests.average, bare.rate)}), p99 ${ms(bare.p99)}`,
  };
}

export async function tutors(world) {
  await world.populate();
  await world.start('scoring', 'gateway');
  await world.untilFolded();
  const path = '/api/tutors?sort=-priority';
  const { total } = await world.ask(path);
  const length = Buffer.byteLength(JSON.stringify(await world.ask(path)));
  const options = {
    url: `${world.address('gateway')}${path}`,
    headers: { authorization: `Bearer ${world.token}` },
    connections: 32,
  };
  const result = await loaded(world, 'gateway', options);
  return [
    figure(
      `GET ${path}, ${count(total)} tutors, 32 connections, ${count(length)} bytes`,
      result,
      1500,
      await barePage(length, 32),
    ),
  ];
}

export async function ingestion(world) {
  // What was sent before is perhaps still being shown and told: not beside this.
  await world.rest();
  await world.start('ingestion');
  const headers = { authorization: `Bearer ${world.key}`, 'content-type': 'application/cloudevents+json' };
  const options = {
    url: `${world.address('ingestion')}/v1/events`,
    method: 'POST',
    headers,
    connections: 64,
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          body: JSON.stringify(endedSession(`tutor-${1000 + Math.floor(Math.random() * 1000)}`)),
        }),
      },
    ],
  };
  const result = await loaded(world, 'ingestion', options);
  return [
    figure('ingestion, one event for each request, 64 connections', result, 2000, await barePage(15, 64, 'POST')),
  ];
}
