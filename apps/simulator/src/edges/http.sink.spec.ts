import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { platformStream } from '../platform/stream';
import { httpSink, pauseOf, webhookSink } from './http.sink';

const origin = Date.UTC(2026, 7, 26);
const events = platformStream({ seed: 1, tutors: 1, perDay: 3, origin }).until(origin + 86_400_000).map(({ event }) => event); // prettier-ignore

describe('sending by HTTP', () => {
  let server: Server;
  let requests: { body: string; headers: Record<string, unknown> }[];
  let answers: [status: number, headers: Record<string, string>][];

  beforeEach(async () => {
    [requests, answers] = [[], []];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        requests.push({ body, headers: request.headers });
        const [status, headers] = answers.shift() ?? [202, {}];
        response.writeHead(status, headers).end('{}');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running = new AbortController().signal;

  it('sends the same events again after 503 and 429, when it is told to', async () => {
    answers = [[503, { 'retry-after': '0' }], [429, { 'retry-after': '1' }], [202, {}]]; // prettier-ignore
    const begun = performance.now();
    await httpSink(address(), 'k', running).send(events);
    expect(performance.now() - begun).toBeGreaterThan(1000);
    expect(requests.map(({ body }) => body)).toEqual(Array(3).fill(JSON.stringify(events)));
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'Bearer k',
      'content-type': 'application/cloudevents-batch+json',
    });
  });

  it('gives up at once, with the answer, where trying again does not help', async () => {
    answers = [[401, {}]];
    await expect(httpSink(address(), 'wrong', running).send(events)).rejects.toThrow('/v1/events answered 401');
  });

  it('signs, with one message id for all attempts', async () => {
    const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
    answers = [[503, { 'retry-after': '0' }]];
    await webhookSink(address(), secret, running).send(events);
    for (const { body, headers } of requests)
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(events);
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('reads both forms of Retry-After', () => {
    expect(pauseOf('3')).toBe(3000);
    expect(pauseOf(new Date(Date.now() + 5000).toUTCString())).toBeGreaterThan(3000);
    expect(pauseOf(null)).toBe(1000);
    expect(pauseOf('soon')).toBe(1000);
  });
});
