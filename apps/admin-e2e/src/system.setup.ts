import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from '@playwright/test';
import { sendHistory, startStack, type Stack } from './stack';
import { untilFolded } from './until-folded';

/** Brings the system up with a small history, signs the administrator in, makes a viewer; returns what ends it all. */
export default async function setup(): Promise<() => Promise<void>> {
  const kept = process.env['TQ_E2E_HOME'];
  const home = kept ?? (await mkdtemp(join(tmpdir(), 'tq-e2e-')));
  const stack = await startStack(join(home, 'data'));
  const end = async () => {
    await stack.stop();
    if (!kept) await rm(home, { recursive: true, force: true });
  };
  try {
    await sendHistory(stack, home);
    await untilFolded(stack.url, stack.secrets.gatewayApiToken);
    const state = join(home, 'administrator.json');
    const viewer = await people(stack, state);
    Object.assign(process.env, {
      TQ_E2E_URL: stack.url,
      TQ_E2E_INGESTION: stack.ingestion,
      TQ_E2E_BROKER: stack.broker,
      TQ_E2E_INGEST_KEY: stack.secrets.ingestApiKey,
      TQ_E2E_TOKEN: stack.secrets.gatewayApiToken,
      TQ_E2E_STATE: state,
      TQ_E2E_ADMIN: JSON.stringify(stack.secrets.admin),
      TQ_E2E_VIEWER: JSON.stringify(viewer),
    });
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

/** Signs the administrator in by the API, keeps the session for the tests, and adds a viewer. */
async function people(stack: Stack, state: string): Promise<{ email: string; password: string }> {
  const api = await request.newContext({ baseURL: stack.url });
  const signedIn = await api.post('/api/sign-in', { data: stack.secrets.admin });
  if (!signedIn.ok()) throw new Error(`Signing in: ${signedIn.status()} ${await signedIn.text()}`);
  await writeFile(state, JSON.stringify(await api.storageState()));
  const email = 'viewer@example.com';
  const made = await api.post('/api/users', { data: { email, role: 'viewer' } });
  if (!made.ok()) throw new Error(`Making a viewer: ${made.status()} ${await made.text()}`);
  const { password } = (await made.json()) as { password: string };
  await api.dispose();
  return { email, password };
}
