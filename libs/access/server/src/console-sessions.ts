import { Inject, Injectable } from '@nestjs/common';
import { isConnectionFailure, type Role } from '@tq/platform/http';
import type { Pool } from '@tq/platform/postgres';
import { ACCESS_POOL } from './access.pool';
import { newSecret, sha256 } from './secret';

export interface ConsoleSession {
  readonly email: string;
  readonly role: Role;
  readonly endsAt: number;
}

const lifeMs = 7 * 24 * 3_600_000;
const idleMs = 24 * 3_600_000;
/** How long an answer of the database is taken as still true: what other gateways ended is seen after this. */
const freshMs = 3000;
/** While the database is away, somebody who was signed in a moment ago stays so this long. */
const graceMs = 15 * 60_000;
const largestCache = 5000;

/** Who is signed in to the console. Sessions live on the server; the browser holds a random token for one. */
@Injectable()
export class ConsoleSessions {
  private readonly cache = new Map<string, { session: ConsoleSession; readAt: number }>();

  constructor(@Inject(ACCESS_POOL) private readonly pool: Pool) {}

  /** A new session; `previous`, the token that the browser came with, ends (rotation at sign-in). */
  async begin(email: string, previous?: string): Promise<{ token: string; endsAt: number }> {
    const token = newSecret('tqs_');
    const now = Date.now();
    if (previous !== undefined) await this.end(previous);
    await this.pool.query('DELETE FROM access.console_session WHERE ends_at < $1 OR seen_at < $2', [now, now - idleMs]);
    await this.pool.query(
      'INSERT INTO access.console_session (token_hash, email, created_at, seen_at, ends_at) VALUES ($1, $2, $3, $3, $4)',
      [sha256(token), email, now, now + lifeMs],
    );
    return { token, endsAt: now + lifeMs };
  }

  /** @throws the connection's failure when the database is away and the session was not seen lately */
  async find(token: string): Promise<ConsoleSession | undefined> {
    const now = Date.now();
    const key = sha256(token).toString('base64');
    const known = this.cache.get(key);
    if (known !== undefined && now - known.readAt < freshMs) return alive(known.session, now);
    try {
      const session = await this.read(token, now);
      this.cache.delete(key);
      if (session === undefined) return undefined;
      this.cache.set(key, { session, readAt: now });
      if (this.cache.size > largestCache) this.cache.delete(this.cache.keys().next().value!);
      return session;
    } catch (error) {
      if (known === undefined || !isConnectionFailure(error) || now - known.readAt > graceMs) throw error;
      return alive(known.session, now);
    }
  }

  async endOf(token: string): Promise<number | undefined> {
    return (await this.find(token))?.endsAt;
  }

  async end(token: string): Promise<void> {
    this.cache.delete(sha256(token).toString('base64'));
    await this.pool.query('DELETE FROM access.console_session WHERE token_hash = $1', [sha256(token)]);
  }

  /** What this process remembers of a user's sessions is asked anew. */
  forget(email: string): void {
    for (const [key, { session }] of this.cache) if (session.email === email) this.cache.delete(key);
  }

  private async read(token: string, now: number): Promise<ConsoleSession | undefined> {
    const { rows } = await this.pool.query<{ email: string; role: Role; ends_at: number; seen_at: number }>(
      `SELECT s.email, u.role, s.ends_at, s.seen_at FROM access.console_session s JOIN access."user" u USING (email)
       WHERE s.token_hash = $1 AND s.ends_at > $2 AND s.seen_at > $3 AND NOT u.disabled`,
      [sha256(token), now, now - idleMs],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    if (now - row.seen_at > 60_000) {
      await this.pool.query('UPDATE access.console_session SET seen_at = $2 WHERE token_hash = $1', [
        sha256(token),
        now,
      ]);
    }
    return { email: row.email, role: row.role, endsAt: row.ends_at };
  }
}

const alive = (session: ConsoleSession, now: number): ConsoleSession | undefined =>
  session.endsAt > now ? session : undefined;
