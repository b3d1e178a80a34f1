import { request as httpRequest } from 'node:http';
import { largestEvent } from '@tq/events';
import { routesWithoutPolicy } from '@tq/platform/http';
import { largestBody } from './intake/body';
import { RateLimit } from './intake/rate-limit';
import { aService, apiKey, batch, event, fact, type Service } from './testing/a-service';
import { LogSince } from './testing/log-since';

const one = (changes?: object) => JSON.stringify(fact(changes));
const list = (length: number) => JSON.stringify(Array.from({ length }, () => fact()));
const padded = (size: number) => one().padEnd(size, ' ');
const brokers = process.env.TEST_KAFKA_BROKERS!;

describe('every answer of POST /v1/events', () => {
  let service: Service;
  let log: LogSince;
  const post = (body: string | Uint8Array, headers?: Record<string, string>) =>
    service.post('/v1/events', body, headers);

  beforeAll(async () => {
    service = await aService({ KAFKA_BROKERS: brokers, DATABASE_URL: process.env.TEST_DATABASE_URL! });
    await service.ready();
  });
  afterAll(() => service.stop());
  beforeEach(async () => (log = await LogSince.now(brokers)));

  it('closes every route that nobody decided about', () => expect(routesWithoutPolicy(service.app)).toEqual([]));

  describe('202', () => {
    it('puts one event on the log, byte by byte', async () => {
      const text = `  ${one().replace('"data"', '"n": 12345678901234567890.10, "__proto__": {"a": 1}, "n":2,\n"data"')}\n`;
      expect(await post(text)).toMatchObject({ status: 202, body: { accepted: 1 } });
      expect(await log.values()).toEqual([text]);
    });

    it('puts a batch on the log, each event as it was written', async () => {
      const written = [
        one({ subject: 'a', big: 1 }).replace('"big":1', '"big":1e400'),
        one({ subject: 'b', text: '],[{"\\' }),
      ];
      expect(await post(` [ ${written.join(' , ')} ] `, { 'content-type': batch })).toMatchObject({
        status: 202,
        body: { accepted: 2 },
      });
      expect((await log.values()).sort()).toEqual([...written].sort());
    });

    it('counts doubles', async () => {
      const text = one();
      expect((await post(text)).body).toEqual({ accepted: 1 });
      expect((await post(`[${text},${text}]`, { 'content-type': batch })).body).toEqual({ accepted: 2 });
    });

    it('takes nothing of an empty batch', async () =>
      expect(await post('[]', { 'content-type': batch })).toMatchObject({ status: 202, body: { accepted: 0 } }));

    it('takes 1,000 events', async () =>
      expect(await post(list(1000), { 'content-type': batch })).toMatchObject({
        status: 202,
        body: { accepted: 1000 },
      }));

    it('takes 8 MiB of one tutor', async () => {
      const text = `[${Array.from({ length: 9 }, () => one({ more: 'x'.repeat(890_000) })).join(',')}]`;
      expect(await post(text.padEnd(largestBody, ' '), { 'content-type': batch })).toMatchObject({
        status: 202,
        body: { accepted: 9 },
      });
      expect(await log.values()).toHaveLength(9);
    });

    it.each([
      'application/cloudevents+json; charset=utf-8',
      'Application/CloudEvents+JSON;charset=UTF-8',
      ' application/cloudevents+json ;a=b',
    ])('understands the content type %s', async (contentType) =>
      expect((await post(one(), { 'content-type': contentType })).status).toBe(202),
    );

    it('asks no origin of whoever bears a key', async () =>
      expect((await post(one(), { origin: 'https://elsewhere.example' })).status).toBe(202));

    it('takes a key in any case of its scheme', async () =>
      expect((await post(one(), { authorization: `bearer ${apiKey}` })).status).toBe(202));
  });

  it.each<[string, Record<string, string>]>([
    ['no key', { authorization: '' }],
    ['another key', { authorization: 'Bearer another' }],
    ['the key and more', { authorization: `Bearer ${apiKey} x` }],
    ['another scheme', { authorization: `Basic ${apiKey}` }],
  ])('401: %s, whatever else is wrong', async (_, headers) => {
    const answer = await post('x'.repeat(largestBody + 1), { 'content-type': 'text/plain', ...headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    'application/json',
    'text/plain',
    'application/cloudevents',
    'application/cloudevents+json-x',
    'constructor',
  ])('415: %s, however large', async (contentType) =>
    expect((await post('x'.repeat(largestBody + 1), { 'content-type': contentType })).status).toBe(415),
  );
  it('415: compressed', async () => expect((await post(one(), { 'content-encoding': 'gzip' })).status).toBe(415));

  it('413: a byte more than 8 MiB', async () => expect((await post(padded(largestBody + 1))).status).toBe(413));
  it('413: 1,001 events, valid or not', async () => {
    expect((await post(list(1001), { 'content-type': batch })).status).toBe(413);
    expect((await post(JSON.stringify(Array(1001).fill(0)), { 'content-type': batch })).status).toBe(413);
  });

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['half a document', one().slice(0, -1)],
    ['two documents', `${one()}${one()}`],
    ['a comment', `// no\n${one()}`],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a byte order mark', `\ufeff${one()}`],
  ])('400: %s', async (_, body) => expect((await post(body)).status).toBe(400));

  describe('422', () => {
    it('says which event, where, and what', async () => {
      const body = JSON.stringify([
        fact(),
        fact({ time: '2026-02-30T00:00:00Z', id: '' }),
        'x',
        fact({ data: { reason: 'bored' } }),
      ]);
      const answer = await post(body, { 'content-type': batch });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
      const errors = answer.body.errors!;
      expect(errors.map(({ index, pointer }) => `${index} ${pointer}`).sort()).toEqual([
        '1 /id',
        '1 /time',
        '2 ',
        '3 /data/reason',
      ]);
      expect(errors.every(({ detail }) => detail.length > 10)).toBe(true);
      expect(await log.values()).toEqual([]); // not even the valid ones
    });

    it('an event of more than 900 kB, alone and in a batch', async () => {
      const large = { status: 422, body: { errors: [{ pointer: '' }] } };
      expect((await post(padded(largestEvent))).status).toBe(202);
      expect(await post(padded(largestEvent + 1))).toMatchObject(large);
      const inside = one({ more: 'x'.repeat(largestEvent) });
      expect(await post(`[${one()},${inside}]`, { 'content-type': batch })).toMatchObject({
        status: 422,
        body: { errors: [{ index: 1, pointer: '' }] },
      });
    });

    it.each([
      ['a list as one event', '[]', event],
      ['a number', '5', event],
      ['an object as a batch', '{}', batch],
      ['nested as deeply as fits', '['.repeat(400_000) + ']'.repeat(400_000), event],
    ])('%s', async (_, body, contentType) =>
      expect(await post(body, { 'content-type': contentType })).toMatchObject({
        status: 422,
        body: { errors: [{ index: 0, pointer: '' }] },
      }),
    );
  });

  it('429 with Retry-After for who sends more than a key may; 5,000 a second always pass', async () => {
    // The clock of the limit stands still, so that the test does not depend on how fast this machine is.
    Object.assign(service.app.get(RateLimit), { now: () => 1e9 });
    const thousand = list(1000);
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++) statuses.push((await post(thousand, { 'content-type': batch })).status);
    expect(statuses).toEqual(Array(10).fill(202));
    const refused = await post(one());
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'application/problem+json']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await post('{}')).status).toBe(422); // what is invalid is said first
    const sent = new Set((JSON.parse(thousand) as object[]).map((document) => JSON.stringify(document)));
    expect((await log.values()).filter((value) => !sent.has(value))).toEqual([]); // nothing of what was refused
    Object.assign(service.app.get(RateLimit), { now: () => performance.now() + 1e9 });
    expect((await post(one())).status).toBe(202);
  });

  it('sends no answer to who goes away, and goes on', async () => {
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${service.base}/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': event, 'content-length': '100' },
      });
      request.once('error', () => resolve());
      request.write('{');
      setTimeout(() => request.destroy(), 100);
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await post(one())).status).toBe(202);
  });

  it('404 elsewhere, and no other method', async () => {
    expect((await service.post('/v1/other', one())).status).toBe(404);
    expect((await fetch(`${service.base}/v1/events`)).status).toBe(404);
  });
});
