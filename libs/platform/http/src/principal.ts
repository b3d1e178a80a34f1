import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Role } from './policy';

/** Who makes a request: a signed-in person or a program with an API token. `name` is for "who did it" columns. */
export interface Principal {
  readonly kind: 'user' | 'token';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Finds out who makes a request; null for nobody we know. Throws only when it cannot know (database away). */
export interface Authenticator {
  authenticate(request: Request): Principal | null | Promise<Principal | null>;
}

export const AUTHENTICATOR = Symbol('authenticator');

export type AuthenticatedRequest = Request & { principal?: Principal };

/** The principal of a request whose policy asks for a role. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AuthenticatedRequest>().principal;
});
