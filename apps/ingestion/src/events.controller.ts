import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { GuardedBy } from '@tq/platform/http';
import { KeyGuard } from './credentials/key.guard';
import type { SenderRequest } from './credentials/sender';
import { Intake, type Accepted } from './intake/intake';

/** The door for whoever bears a key. */
@Controller('v1/events')
@GuardedBy(KeyGuard)
export class EventsController {
  constructor(@Inject(Intake) private readonly intake: Intake) {}

  @Post()
  @HttpCode(202)
  take(@Req() request: SenderRequest): Promise<Accepted> {
    return this.intake.take(request, 'events');
  }
}
