import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@tq/platform/settings';
import { destinationOf } from './destination';

const settingsOf = async (addresses?: object, environment: Record<string, string> = {}) => {
  const home = await mkdtemp(join(tmpdir(), 'simulator-'));
  if (addresses) await writeFile(join(home, 'addresses.json'), JSON.stringify(addresses));
  return readSettings({ ...environment, TQ_HOME: home });
};
const started = { kafkaBrokers: '127.0.0.1:19092', ports: { INGESTION_PORT: 18082 } };

it('speaks to what was started from TQ_HOME, whatever ports it took', async () =>
  expect(await destinationOf(await settingsOf(started), {})).toEqual({
    brokers: ['127.0.0.1:19092'],
    address: 'http://127.0.0.1:18082',
  }));

it('speaks to what the environment names', async () => {
  const environment = { KAFKA_BROKERS: 'elsewhere:9092', INGESTION_PORT: '4000' };
  const settings = await settingsOf(started, environment);
  expect(await destinationOf(settings, environment)).toEqual({
    brokers: ['elsewhere:9092'],
    address: 'http://127.0.0.1:4000',
  });
});

it('speaks to the standard addresses where nothing was started', async () => {
  const settings = await settingsOf();
  expect(await destinationOf(settings, {})).toEqual({
    brokers: settings.KAFKA_BROKERS,
    address: `http://127.0.0.1:${settings.INGESTION_PORT}`,
  });
});
