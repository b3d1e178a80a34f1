import { isEmail } from 'class-validator';
import { migrate, type Pool } from '@tq/platform/postgres';
import { accessSchema } from './access.schema';
import { Users } from './users';

export type UserAction = 'add' | 'reset' | 'disable';

/**
 * `npm run user -- add|reset|disable EMAIL`: adds an administrator, gives a new password, or locks somebody out.
 * @returns the password to print for `add` and `reset`
 * @throws Error (ProblemError) whose message is one sentence for the person who typed it
 */
export async function userCommand(
  pool: Pool,
  action: UserAction,
  email: string,
): Promise<{ email: string; password?: string }> {
  if (!isEmail(email)) throw new Error(`${email} is not an e-mail address.`);
  await migrate(pool, 'access', accessSchema);
  const users = new Users(pool);
  if (action === 'disable') {
    await users.disable(email);
    return { email };
  }
  const { user, password } = action === 'add' ? await users.add(email, 'administrator') : await users.reset(email);
  return { email: user.email, password };
}
