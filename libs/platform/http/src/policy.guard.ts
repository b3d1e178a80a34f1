import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Policy, policyKey, type Role } from './policy';
import { AUTHENTICATOR, type AuthenticatedRequest, type Authenticator, type Principal } from './principal';
import { ProblemError } from './problem';
import { RateLimit } from './rate-limit';

const rank: Record<Role, number> = { viewer: 1, administrator: 2 };

const reading = new Set(['GET', 'HEAD']);

/** Deny by default: a route without a policy is closed to everybody. */
@Injectable()
export class PolicyGuard implements CanActivate {
  // By credential: one that runs wild does not take the service from the others.
  private readonly limits = { reads: new RateLimit(5000, 10_000), changes: new RateLimit(20, 200) };

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
      ? found.then((principal) => this.admit(request, principal, policy.role))
      : this.admit(request, found, policy.role);
  }

  private admit(request: AuthenticatedRequest, principal: Principal | null, needed: Role): boolean {
    if (principal === null) {
      throw new ProblemError(401, {
        detail: 'Sign in, or send a valid API token.',
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    this.limits[reading.has(request.method) ? 'reads' : 'changes'].take(`${principal.kind} ${principal.id}`);
    request.principal = principal;
    if (rank[principal.role] < rank[needed]) throw new ProblemError(403, { detail: `Only an ${needed} may do this.` });
    return true;
  }
}
