import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { GuardedBy } from '@tq/platform/http';
import type { SenderRequest } from './credentials/sender';
import { SignatureGuard } from './credentials/signature.guard';
import { Intake, type Accepted } from './intake/intake';

/** The door for the Rails platform's webhooks, signed by the Standard Webhooks scheme. */
@Controller('v1/webhooks/rails')
@GuardedBy(SignatureGuard)
export class RailsWebhookController {
  constructor(@Inject(Intake) private readonly intake: Intake) {}

  @Post()
  @HttpCode(202)
  take(@Req() request: SenderRequest): Promise<Accepted> {
    return this.intake.take(request, 'webhook');
  }
}
