import { randomBytes } from 'node:crypto';
import pg from 'pg';

function given(variable: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: only *.int.spec.ts get servers (see global-setup.mjs).`);
  return value;
}

/** A new, empty database for one spec file: its URL. It goes with the server at the end of the run. */
export async function freshDatabase(): Promise<string> {
  const url = given('TEST_DATABASE_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  return fresh.href;
}

/** The brokers of this run. Topics have fixed names: begin at the current end, or start a broker of your own. */
export function testBrokers(): string[] {
  return given('TEST_KAFKA_BROKERS').split(',');
}
