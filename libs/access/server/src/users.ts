import { Inject, Injectable } from '@nestjs/common';
import { type Client, inTransaction, type Pool, type Queryable } from '@tq/platform/postgres';
import { ProblemError, type Role } from '@tq/platform/http';
import { ACCESS_POOL } from './access.pool';
import type { NewUser, UserItem } from './api/access.dto';
import { hashPassword } from './password';
import { newPassword } from './secret';

export interface StoredUser {
  readonly email: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly disabled: boolean;
}

interface UserRow {
  email: string;
  role: Role;
  password_hash: string;
  disabled: boolean;
  created_at: number;
  last_sign_in_at: number | null;
}

/** Addresses are compared without case and surrounding space. */
export const normalized = (email: string): string => email.trim().toLowerCase();

/** The people who may sign in. A user is never deleted, since decisions carry their names: only disabled. */
@Injectable()
export class Users {
  constructor(@Inject(ACCESS_POOL) private readonly pool: Pool) {}

  async list(): Promise<UserItem[]> {
    const { rows } = await this.pool.query<UserRow>('SELECT * FROM access."user" ORDER BY email');
    return rows.map(itemOf);
  }

  async find(email: string): Promise<StoredUser | undefined> {
    const { rows } = await this.pool.query<UserRow>('SELECT * FROM access."user" WHERE email = $1', [
      normalized(email),
    ]);
    const row = rows[0];
    return row && { email: row.email, role: row.role, passwordHash: row.password_hash, disabled: row.disabled };
  }

  /** @throws ProblemError 409 when there is such a user */
  async add(email: string, role: Role, password = newPassword()): Promise<NewUser> {
    const { rows } = await this.pool.query<UserRow>(
      `INSERT INTO access."user" (email, role, password_hash, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING *`,
      [normalized(email), role, await hashPassword(password), Date.now()],
    );
    if (rows[0] === undefined) throw new ProblemError(409, { detail: `There is a user ${normalized(email)} already.` });
    return { user: itemOf(rows[0]), password };
  }

  /** A new password; the user may sign in again, and every session of theirs ends. @throws ProblemError 404 */
  async reset(email: string): Promise<NewUser> {
    const password = newPassword();
    const user = await this.setPassword(email, password, true);
    return { user, password };
  }

  /** @throws ProblemError 404 when there is no such user */
  async setPassword(email: string, password: string, enable = false): Promise<UserItem> {
    const hash = await hashPassword(password);
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<UserRow>(
        'UPDATE access."user" SET password_hash = $2, disabled = disabled AND NOT $3 WHERE email = $1 RETURNING *',
        [normalized(email), hash, enable],
      );
      if (rows[0] === undefined) throw noSuchUser(email);
      await endSessions(client, email);
      return itemOf(rows[0]);
    });
  }

  /**
   * @param by the user who asks, who cannot disable themselves
   * @throws ProblemError 404 when there is no such user, 409 when nobody could administrate afterwards
   */
  async disable(email: string, by?: string): Promise<void> {
    if (by !== undefined && normalized(email) === by)
      throw new ProblemError(409, { detail: 'You cannot disable yourself.' });
    await inTransaction(this.pool, async (client) => {
      // Two administrators who disable each other at the same moment must not both succeed.
      await client.query('LOCK TABLE access."user" IN SHARE ROW EXCLUSIVE MODE');
      const { rowCount } = await client.query('UPDATE access."user" SET disabled = true WHERE email = $1', [
        normalized(email),
      ]);
      if (rowCount === 0) throw noSuchUser(email);
      if (!(await hasAdministrator(client))) throw new ProblemError(409, { detail: 'This is the last administrator.' });
      await endSessions(client, email);
    });
  }

  async signedIn(email: string): Promise<void> {
    await this.pool.query('UPDATE access."user" SET last_sign_in_at = $2 WHERE email = $1', [email, Date.now()]);
  }

  async isEmpty(): Promise<boolean> {
    const { rows } = await this.pool.query('SELECT 1 FROM access."user" LIMIT 1');
    return rows.length === 0;
  }
}

const noSuchUser = (email: string) => new ProblemError(404, { detail: `There is no user ${normalized(email)}.` });

async function hasAdministrator(db: Queryable): Promise<boolean> {
  const { rows } = await db.query(`SELECT 1 FROM access."user" WHERE role = 'administrator' AND NOT disabled LIMIT 1`);
  return rows.length > 0;
}

async function endSessions(client: Client, email: string): Promise<void> {
  await client.query('DELETE FROM access.console_session WHERE email = $1', [normalized(email)]);
}

const timeOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const itemOf = (row: UserRow): UserItem => ({
  email: row.email,
  role: row.role,
  disabled: row.disabled,
  createdAt: new Date(row.created_at).toISOString(),
  lastSignInAt: timeOrNull(row.last_sign_in_at),
});
