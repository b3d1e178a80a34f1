import { randomBytes } from 'node:crypto';
import { createPool, type Pool } from '@tq/platform/postgres';
import { freshDatabase, testBrokers, wholeLog } from '@tq/platform/testing';
import { createKafka } from './client';
import { OutboxRelay } from './outbox-relay';

const topic = `outbox-${randomBytes(4).toString('hex')}`;
const kafka = createKafka({ brokers: testBrokers(), clientId: 'outbox test' });
let pool: Pool;

beforeAll(async () => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true });
  await admin.disconnect();
  pool = createPool(await freshDatabase(), { name: 'outbox' });
  await pool.query(`CREATE SCHEMA o; CREATE TABLE o.outbox (id bigint GENERATED ALWAYS AS IDENTITY, topic text,
    key bytea, value bytea, headers jsonb, created_at bigint, done_at bigint)`);
});
afterAll(() => pool.end());

const put = (value: Buffer | null): Promise<unknown> =>
  pool.query(`INSERT INTO o.outbox (topic, key, value, headers, created_at) VALUES ($1, 'k', $2, '{"a":"b"}', 0)`, [
    topic,
    value,
  ]);
const waiting = async (): Promise<number> =>
  (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM o.outbox WHERE done_at IS NULL')).rows[0]?.n ?? -1;

it('publishes rows once, bytes unchanged, many and large ones in pieces, and marks them done', async () => {
  const values = [Buffer.from([0, 255, 123]), null, ...Array.from({ length: 40 }, () => randomBytes(100_000))];
  for (const value of values) await put(value);
  const tooLarge = randomBytes(1_100_000); // larger than the topic takes: said, and in nobody's way
  await put(tooLarge);
  await put(Buffer.from('behind it'));
  const errors: unknown[] = [];
  const relay = new OutboxRelay({ pool, schema: 'o', kafka, clock: Date.now, onError: (error) => errors.push(error) });
  for (let tries = 0; (await waiting()) > 0 && tries < 300; tries++) await new Promise((r) => setTimeout(r, 100));
  await relay.close();
  expect(await waiting()).toBe(0);
  expect(String(errors[0])).toContain('larger than the topic takes');

  const text = (value: Uint8Array | null): string => (value ? Buffer.from(value).toString('base64') : 'null');
  const published = (await wholeLog(kafka, topic)).map(({ value }) => text(value));
  expect(published.toSorted()).toEqual([...values, Buffer.from('behind it')].map(text).toSorted());
});
