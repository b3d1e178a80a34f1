import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@tq/platform/http';
import { drain } from '../intake/body';
import { Credentials } from './credentials';
import type { SenderRequest } from './sender';

/** Lets in who bears a valid key, before anything of the body is read. */
@Injectable()
export class KeyGuard implements CanActivate {
  constructor(@Inject(Credentials) private readonly credentials: Credentials) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<SenderRequest>();
    const key = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    const sender = key === undefined ? undefined : this.credentials.bearerOf(key);
    if (sender === undefined) return refuse(request);
    request.sender = `key ${sender}`;
    return true;
  }
}

async function refuse(request: SenderRequest): Promise<never> {
  await drain(request);
  throw new ProblemError(401, {
    detail: 'Send a valid key: "authorization: Bearer <key>".',
    headers: { 'www-authenticate': 'Bearer' },
  });
}
