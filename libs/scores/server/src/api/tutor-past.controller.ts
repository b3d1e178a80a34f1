import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import { ChangeQuery, FactStepPage, StepsQuery, TutorChange } from './tutor-past.dto';
import { TutorPast } from './tutor-past';

@ApiTags('tutors')
@Controller('api/tutors/:id')
export class TutorPastController {
  constructor(@Inject(TutorPast) private readonly past: TutorPast) {}

  @Get('change')
  @Allow('viewer')
  @ApiParam({ name: 'id', description: 'Id of the tutor, percent-encoded', schema: { type: 'string' } })
  @Answers(
    'explainChange',
    'Why two readings differ: facts, window ends, prior and rules, which come to the difference exactly',
    TutorChange,
    { problems: [404] },
  )
  change(@Param('id') id: string, @Query() query: ChangeQuery): Promise<TutorChange> {
    return this.past.change(id, query);
  }

  @Get('steps')
  @Allow('viewer')
  @ApiParam({ name: 'id', description: 'Id of the tutor, percent-encoded', schema: { type: 'string' } })
  @Answers('listSteps', 'Fact by fact: the figures of its day without and with each', FactStepPage, { problems: [404] })
  steps(@Param('id') id: string, @Query() query: StepsQuery): Promise<FactStepPage> {
    return this.past.steps(id, query);
  }
}
