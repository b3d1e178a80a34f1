import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, Answers, CurrentPrincipal, type Principal } from '@tq/platform/http';
import { ExcuseCommand } from './fact.dto';
import { Excuses } from './excuses';

@ApiTags('sessions')
@Controller('api/tutors/:id/excuses')
@ApiParam({ name: 'id', description: 'Id of the tutor, percent-encoded', schema: { type: 'string' } })
export class ExcusesController {
  constructor(@Inject(Excuses) private readonly excuses: Excuses) {}

  @Post()
  @HttpCode(204)
  @Allow('administrator')
  @Answers('excuseFact', 'Decides that a fact is excused, until withdrawn', null, { problems: [404] })
  excuse(
    @Param('id') id: string,
    @Body() command: ExcuseCommand,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    return this.excuses.decide('excused', id, command, principal.name);
  }

  @Delete()
  @HttpCode(204)
  @Allow('administrator')
  @Answers('withdrawExcuse', 'Withdraws the decision that a fact is excused', null, { problems: [404] })
  withdraw(
    @Param('id') id: string,
    @Query() command: ExcuseCommand,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    return this.excuses.decide('withdrawn', id, command, principal.name);
  }
}
