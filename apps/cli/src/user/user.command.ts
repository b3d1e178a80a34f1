import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '@tq/platform/local';
import { createPool } from '@tq/platform/postgres';
import { readSettings } from '@tq/platform/settings';
import { holderOf } from '../start/lock';
import { userCommand as change, type UserAction } from '@tq/access/server';

/** The database named in the environment, or the one of the installation that runs from TQ_HOME. @throws SetupError when there is none */
async function databaseOf(home: string): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  if (holderOf(home) === undefined)
    throw new SetupError(
      `Nothing runs from ${home}, so there is no database to change.`,
      'npm start   (or name one with DATABASE_URL)',
    );
  const { databaseUrl } = JSON.parse(await readFile(join(home, 'addresses.json'), 'utf8')) as { databaseUrl: string };
  return databaseUrl;
}

/** `npm run user -- add|reset|disable EMAIL`: prints the new password where one was made. */
export async function userCommand(action: UserAction, email: string): Promise<void> {
  const settings = readSettings();
  const pool = createPool(await databaseOf(settings.TQ_HOME), { name: 'user', max: 1 });
  try {
    const { password } = await change(pool, action, email);
    process.stdout.write(
      password === undefined ? `${email} can no longer sign in.\n` : `${email} signs in with password ${password}\n`,
    );
  } finally {
    await pool.end();
  }
}
