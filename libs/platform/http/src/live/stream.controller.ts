import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../policy';
import { AUTHENTICATOR, type AuthenticatedRequest, type Authenticator } from '../principal';
import { LiveHub } from './live-hub';

@ApiTags('live')
@Controller('api/stream')
export class StreamController {
  constructor(
    @Inject(LiveHub) private readonly hub: LiveHub,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  @Get()
  @Allow('viewer')
  @ApiOperation({
    operationId: 'stream',
    summary: 'Server-sent events: what changed',
    description:
      '`readings` {generation, tutorIds: string[] | null (null: many)} · `session` {tutorId, sessionId, state, closedAt} · `mail` {} · ' +
      '`freshness` (as in the overview, at least every 15 s) · `reset` {}: read everything anew. Last-Event-ID is honoured; a comment every 15 s keeps the line open.',
  })
  @ApiOkResponse({ description: 'An endless stream', content: { 'text/event-stream': { schema: { type: 'string' } } } })
  stream(@Req() request: AuthenticatedRequest, @Res() response: Response): void {
    this.hub.add(request, response, async () => (await this.authenticator.authenticate(request)) !== null);
  }
}
