import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepSecrets } from './secrets';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'tq-secrets-'))));
afterEach(() => rm(home, { recursive: true }));

const written = async () => JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')) as unknown;

it('makes every secret at the first start, readable by its owner alone, and keeps them', async () => {
  const first = await keepSecrets(home, 'ana@example.com', {});
  expect(await written()).toEqual({
    admin: { email: 'ana@example.com', password: expect.stringMatching(/^[\w-]{16}$/) as string },
    ingestApiKey: expect.stringMatching(/^[\w-]{32}$/) as string,
    railsWebhookSecret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/) as string,
    gatewayApiToken: expect.stringMatching(/^[\w-]{32}$/) as string,
  });
  expect(((await stat(join(home, 'secrets.json'))).mode & 0o777).toString(8)).toBe('600');
  expect(await keepSecrets(home, 'somebody.else@example.com', {})).toEqual(first);
});

it('holds only what the environment does not set', async () => {
  await keepSecrets(home, 'ana@example.com', { INGEST_API_KEYS: 'a,b', GATEWAY_API_TOKENS: '' });
  expect(Object.keys((await written()) as object)).toEqual(['admin', 'railsWebhookSecret', 'gatewayApiToken']);
});
