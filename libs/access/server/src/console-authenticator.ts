import { Inject, Injectable } from '@nestjs/common';
import type { Authenticator, Principal } from '@tq/platform/http';
import type { Request } from 'express';
import { sessionCookie } from './api/session-cookie';
import { ApiTokens } from './api-tokens';
import { ConsoleSessions } from './console-sessions';

/** The bearer token, where there is one; else the console session of the cookie. */
@Injectable()
export class ConsoleAuthenticator implements Authenticator {
  constructor(
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(ConsoleSessions) private readonly sessions: ConsoleSessions,
  ) {}

  authenticate(request: Request): Principal | null | Promise<Principal | null> {
    const header = request.headers.authorization;
    if (header !== undefined) {
      const token = /^bearer +([\x21-\x7e]{1,512}) *$/i.exec(header)?.[1];
      return token === undefined ? null : this.tokens.principalOf(token);
    }
    const cookie = sessionCookie(request);
    return cookie === undefined ? null : this.ofSession(cookie);
  }

  private async ofSession(token: string): Promise<Principal | null> {
    const session = await this.sessions.find(token);
    return session === undefined ? null : { kind: 'user', id: session.email, name: session.email, role: session.role };
  }
}
