import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { accessSchema } from '@tq/access/server';
import { anyFreePort, freshDatabase } from '@tq/platform/testing';
import { createPool, migrate, type Pool } from '@tq/platform/postgres';
import { aService, fact, type Service } from './testing/a-service';

const brokers = process.env.TEST_KAFKA_BROKERS!;
const environment = { KAFKA_BROKERS: brokers, INGEST_API_KEYS: '', RAILS_WEBHOOK_SECRETS: '' };
const body = JSON.stringify(fact());

async function becomes(service: Service, key: string, wanted: number): Promise<void> {
  const end = Date.now() + 8000;
  const ask = async () => (await service.post('/v1/events', body, { authorization: `Bearer ${key}` })).status;
  let status = await ask();
  while (status !== wanted && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    status = await ask();
  }
  expect([key, status]).toEqual([key, wanted]);
}

describe('keys rotate without a stop', () => {
  let pool: Pool;
  let service: Service;
  let url: string;
  const make = (key: string) =>
    pool.query(
      `INSERT INTO access.ingest_key (id, kind, name, key_hash, created_at) VALUES ($1, 'api', 'spec', $2, 0)`,
      [randomUUID(), createHash('sha256').update(key).digest()],
    );

  beforeAll(async () => {
    url = await freshDatabase();
    pool = createPool(url, { name: 'spec' });
    await migrate(pool, 'access', accessSchema);
    service = await aService({ ...environment, DATABASE_URL: url }, { ingestApiKey: 'first' });
    await service.ready();
  });
  afterAll(async () => {
    await service.stop();
    await pool.end();
  });

  it('of secrets.json', async () => {
    await becomes(service, 'first', 202);
    await writeFile(join(service.home, 'secrets.json'), '{ half');
    await becomes(service, 'first', 202);
    await writeFile(join(service.home, 'secrets.json'), JSON.stringify({ ingestApiKey: 'second' }));
    await becomes(service, 'second', 202);
    await becomes(service, 'first', 401);
  });

  it('of Settings, made and revoked', async () => {
    await make('made-in-settings');
    await becomes(service, 'made-in-settings', 202);
    await becomes(service, 'second', 202);
    await pool.query('UPDATE access.ingest_key SET revoked_at = 1');
    await becomes(service, 'made-in-settings', 401);
  });

  it('and the last known hold while the database is away', async () => {
    await make('still-known');
    await becomes(service, 'still-known', 202);
    await pool.query('ALTER TABLE access.ingest_key RENAME TO away');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await becomes(service, 'still-known', 202);
  });
});

it('begins without a database, with the keys of the environment', async () => {
  const service = await aService({
    ...environment,
    INGEST_API_KEYS: 'one,two',
    DATABASE_URL: `postgres://nobody@127.0.0.1:${await anyFreePort()}/none`,
  });
  await service.ready();
  await becomes(service, 'two', 202);
  await becomes(service, 'three', 401);
  await service.stop();
});

it('reads secrets.json again while the database hangs, and stops in time', async () => {
  const hanging = createServer(() => undefined).listen(0, '127.0.0.1'); // takes connections and never says a word
  await once(hanging, 'listening');
  const { port } = hanging.address() as AddressInfo;
  const service = await aService(
    { ...environment, DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/none` },
    { ingestApiKey: 'before' },
  );
  await service.ready();
  await becomes(service, 'before', 202);
  await writeFile(join(service.home, 'secrets.json'), JSON.stringify({ ingestApiKey: 'after' }));
  await becomes(service, 'after', 202);
  await becomes(service, 'before', 401);
  const begun = performance.now();
  await service.stop();
  expect(performance.now() - begun).toBeLessThan(8000);
  hanging.close();
});
