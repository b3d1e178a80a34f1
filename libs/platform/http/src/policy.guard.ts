import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Policy, policyKey, type Role } from './policy';
import { AUTHENTICATOR, type AuthenticatedRequest, type Authenticator, type Principal } from './principal';
import { ProblemError } from './problem';

const rank: Record<Role, number> = { viewer: 1, administrator: 2 };

/** Deny by default: a route without a policy is closed to everybody. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Optional() @Inject(AUTHENTICATOR) private readonly authenticator?: Authenticator,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(policyKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === undefined)
      throw new ProblemError(403, { detail: 'This route has no policy, so nobody may use it.' });
    if (policy.kind !== 'role') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const found = this.authenticator?.authenticate(request) ?? null;
    return found instanceof Promise
      ? found.then((principal) => admit(request, principal, policy.role))
      : admit(request, found, policy.role);
  }
}

function admit(request: AuthenticatedRequest, principal: Principal | null, needed: Role): boolean {
  if (principal === null) {
    throw new ProblemError(401, {
      detail: 'Sign in, or send a valid API token.',
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
  request.principal = principal;
  if (rank[principal.role] < rank[needed]) throw new ProblemError(403, { detail: `Only an ${needed} may do this.` });
  return true;
}
