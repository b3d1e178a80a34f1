import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@tq/platform/http';
import { drain, readBody } from '../intake/body';
import { Credentials } from './credentials';
import type { SenderRequest } from './sender';
import { SignatureCheck } from './webhook-signature';

/** Lets in what one of the valid secrets has signed within the last five minutes. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(@Inject(Credentials) private readonly credentials: Credentials) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SenderRequest>();
    const check = SignatureCheck.begin(request.headers, this.credentials.signingKeys, Date.now());
    if (!check) {
      await drain(request);
      throw refused();
    }
    request.received = await readBody(request, (chunk) => check.update(chunk));
    const signer = check.end();
    if (signer === undefined) throw refused();
    request.sender = `webhook ${signer}`;
    return true;
  }
}

const refused = () =>
  new ProblemError(401, { detail: 'The signature is missing, wrong or older than five minutes (Standard Webhooks).' });
