import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ProblemError } from '@tq/platform/http';
import type { Users } from './users';

const secrets = z.object({ admin: z.object({ email: z.string().min(3), password: z.string().min(8) }) });

/**
 * Where there is no user yet, adds the administrator of `TQ_HOME/secrets.json`.
 * @returns one sentence for the log when nobody can sign in, else null
 */
export async function seedFirstAdministrator(users: Users, home: string): Promise<string | null> {
  if (!(await users.isEmpty())) return null;
  const text = await readFile(join(home, 'secrets.json'), 'utf8').catch(() => undefined);
  const found = text === undefined ? undefined : secrets.safeParse(parsed(text)).data;
  if (found === undefined) return 'Nobody can sign in yet: add an administrator with `npm run user -- add EMAIL`.';
  await users.add(found.admin.email, 'administrator', found.admin.password).catch((error: unknown) => {
    // Another gateway that starts at the same time was faster.
    if (!(error instanceof ProblemError) || error.status !== 409) throw error;
  });
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
