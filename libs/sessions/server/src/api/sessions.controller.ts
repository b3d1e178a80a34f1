import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import { FactPage } from './fact.dto';
import { FactReader } from './fact-reader';
import { PageQuery, SessionListQuery, SessionPage } from './session.dto';
import { SessionReader } from './session-reader';

@ApiTags('sessions')
@Controller('api')
export class SessionsController {
  constructor(
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(FactReader) private readonly facts: FactReader,
  ) {}

  @Get('sessions')
  @Allow('viewer')
  @Answers('listSessions', 'Sessions with the times they were received, scored and mailed', SessionPage)
  list(@Query() query: SessionListQuery): Promise<SessionPage> {
    return this.sessions.page(query);
  }

  @Get('tutors/:id/facts')
  @Allow('viewer')
  @ApiParam({ name: 'id', description: 'Id of the tutor, percent-encoded', schema: { type: 'string' } })
  @Answers('listFacts', 'Timeline of a tutor, newest first', FactPage, { problems: [404] })
  timeline(@Param('id') id: string, @Query() query: PageQuery): Promise<FactPage> {
    return this.facts.page(id, query);
  }
}
