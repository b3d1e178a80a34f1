import { Inject, Injectable } from '@nestjs/common';
import { type Principal, ProblemError } from '@tq/platform/http';
import { Attempts } from './attempts';
import { ConsoleSessions } from './console-sessions';
import { passwordFits } from './password';
import { normalized, type StoredUser, Users } from './users';

/** More than wait for argon2 at once are sent away. */
const mostAtOnce = 32;

/** Passwords are checked here and nowhere else: slowly, a few at a time, and ever more slowly after failures. */
@Injectable()
export class SignIn {
  private readonly attempts = {
    pair: new Attempts(5),
    address: new Attempts(100),
    // Guesses for one user from many addresses; high, because whoever fails on purpose locks the user out.
    user: new Attempts(100),
  };
  private running = 0;

  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(ConsoleSessions) private readonly sessions: ConsoleSessions,
  ) {}

  /**
   * @param previous token of the session that the browser came with; it ends
   * @throws ProblemError 401 for any wrong pair (which half is wrong is not told), 429 with Retry-After
   */
  async signIn(
    email: string,
    password: string,
    address: string,
    previous?: string,
  ): Promise<{ user: StoredUser; token: string; endsAt: number }> {
    const user = await this.checked(email, password, address);
    const session = await this.sessions.begin(user.email, previous);
    await this.users.signedIn(user.email);
    return { user, ...session };
  }

  /**
   * Ends every session of the user and begins a new one.
   * @throws ProblemError 401 when `current` is wrong, 403 for programs, 429
   */
  async changePassword(
    principal: Principal,
    current: string,
    next: string,
    address: string,
    previous?: string,
  ): Promise<{ token: string; endsAt: number }> {
    if (principal.kind !== 'user') throw new ProblemError(403, { detail: 'A token has no password.' });
    const user = await this.checked(principal.name, current, address);
    if (current === next) throw new ProblemError(400, { detail: 'The new password is the old one.' });
    await this.users.setPassword(user.email, next);
    this.sessions.forget(user.email);
    return this.sessions.begin(user.email, previous);
  }

  private async checked(email: string, password: string, address: string): Promise<StoredUser> {
    const name = normalized(email);
    const keys = { pair: `${address} ${name}`, address, user: name };
    const wait = Math.max(
      ...kinds.map((kind) => this.attempts[kind].waitOf(keys[kind])),
      this.running >= mostAtOnce ? 1 : 0,
    );
    if (wait > 0) {
      throw new ProblemError(429, {
        detail: `Too many attempts; try again in ${wait} s.`,
        headers: { 'retry-after': String(wait) },
      });
    }
    this.running++;
    try {
      const user = await this.users.find(name);
      const fits = await passwordFits(user?.passwordHash, password);
      if (!fits || user === undefined || user.disabled) {
        for (const kind of kinds) this.attempts[kind].failed(keys[kind]);
        throw new ProblemError(401, { detail: 'Address or password is wrong.' });
      }
      this.attempts.pair.succeeded(keys.pair);
      return user;
    } finally {
      this.running--;
    }
  }
}

const kinds = ['pair', 'address', 'user'] as const;
