import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import './idle-timer';

type Options = { maxInFlightRequests: number; requestTimeout: number };
const create = RequestQueue as unknown as new (options: Options) => RequestQueue & {
  throttledUntil: number;
  push(request: object): void;
};

it('runs no timer while no request is held back', () => {
  const queue = new create({ maxInFlightRequests: 1, requestTimeout: 1000 });
  queue.checkPendingRequests();
  queue.scheduleCheckPendingRequests();
  expect(queue.throttleCheckTimeoutId).toBeNull();
});

it('still looks again while one is', async () => {
  const queue = new create({ maxInFlightRequests: 1, requestTimeout: 1000 });
  const sent = { count: 0 };
  queue.throttledUntil = Date.now() + 30;
  const sendRequest = () => sent.count++;
  Object.assign(queue, { logger: { debug: () => undefined } });
  queue.push({ entry: { correlationId: 1, apiKey: 0 }, expectResponse: true, sendRequest, requestTimeout: 1000 });
  expect([sent.count, queue.throttleCheckTimeoutId === null]).toEqual([0, false]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([sent.count, queue.throttleCheckTimeoutId]).toEqual([1, null]);
});
