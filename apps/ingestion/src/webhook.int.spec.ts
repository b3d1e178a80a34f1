import { Webhook } from 'standardwebhooks';
import { largestBody } from './intake/body';
import { aService, batch, fact, webhookSecret, type Service } from './testing/a-service';
import { LogSince } from './testing/log-since';

const brokers = process.env.TEST_KAFKA_BROKERS!;
const secondSecret = `whsec_${Buffer.from('another secret, valid at once').toString('base64')}`;
const text = JSON.stringify(fact({ note: 'Zoë 👍' }));

describe('POST /v1/webhooks/rails', () => {
  let service: Service;
  const post = (body: string, headers: Record<string, string>) => service.post('/v1/webhooks/rails', body, headers);
  const signed = (body: string, { secret = webhookSecret, age = 0, id = 'msg_1' } = {}) => {
    const at = new Date(Date.now() - age * 1000);
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    };
  };

  beforeAll(async () => {
    service = await aService({
      KAFKA_BROKERS: brokers,
      DATABASE_URL: process.env.TEST_DATABASE_URL!,
      RAILS_WEBHOOK_SECRETS: `${webhookSecret},${secondSecret}`,
    });
    await service.ready();
  });
  afterAll(() => service.stop());

  it.each([webhookSecret, secondSecret])(
    '202: signed by the official library with any of the secrets',
    async (secret) => {
      const log = await LogSince.now(brokers);
      expect(await post(text, signed(text, { secret }))).toMatchObject({ status: 202, body: { accepted: 1 } });
      expect(await log.values()).toEqual([text]);
    },
  );

  it('202: one of several signatures is right', async () => {
    const right = signed(text);
    const other = signed(text, { secret: `whsec_${Buffer.from('unknown').toString('base64')}` });
    const both = `v2,abc ${other['webhook-signature']} ${right['webhook-signature']}`;
    expect((await post(text, { ...right, 'webhook-signature': both })).status).toBe(202);
  });

  it.each([290, -290])('202: %i s old', async (age) =>
    expect((await post(text, signed(text, { age }))).status).toBe(202),
  );

  it('202: a batch', async () => {
    const body = JSON.stringify([fact(), fact()]);
    expect(await post(body, { ...signed(body), 'content-type': batch })).toMatchObject({ body: { accepted: 2 } });
  });

  it.each<[string, () => Record<string, string>]>([
    ['no signature', () => ({})],
    ['a key instead', () => ({ authorization: 'Bearer a-key-of-the-environment' })],
    ['an unknown secret', () => signed(text, { secret: `whsec_${Buffer.from('unknown').toString('base64')}` })],
    ['another body', () => signed(`${text} `)],
    ['another id', () => ({ ...signed(text), 'webhook-id': 'msg_2' })],
    ['another time', () => ({ ...signed(text), 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 7) })],
    ['too old', () => signed(text, { age: 310 })],
    ['from the future', () => signed(text, { age: -310 })],
    ['a time that is none', () => ({ ...signed(text), 'webhook-timestamp': 'now' })],
    ['an empty id', () => signed(text, { id: '' })],
    [
      'a signature of another version',
      () => ({ ...signed(text), 'webhook-signature': signed(text)['webhook-signature'].replace('v1', 'v1a') }),
    ],
    [
      'half a signature',
      () => ({ ...signed(text), 'webhook-signature': signed(text)['webhook-signature'].slice(0, 20) }),
    ],
  ])('401: %s', async (_, headers) => expect((await post(text, headers())).status).toBe(401));

  it('keeps the order: signature, content type, size, JSON, events', async () => {
    const large = 'x'.repeat(largestBody + 1);
    expect((await post(large, { ...signed('other'), 'content-type': 'text/plain' })).status).toBe(401);
    expect((await post(large, { ...signed(large), 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(large, signed(large))).status).toBe(413);
    expect((await post('{', signed('{'))).status).toBe(400);
    expect((await post('{}', signed('{}'))).status).toBe(422);
  });
});
