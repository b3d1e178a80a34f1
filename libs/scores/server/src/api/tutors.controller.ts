import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import type { Request, Response } from 'express';
import { ComparisonQuery, TutorComparison } from './comparison.dto';
import { Comparisons } from './comparisons';
import { TutorPage } from './tutor-item.dto';
import { TutorFilterQuery, TutorListQuery } from './tutor-query.dto';
import { TutorLists } from './tutor-lists';

@ApiTags('tutors')
@Controller('api')
export class TutorsController {
  constructor(
    @Inject(TutorLists) private readonly lists: TutorLists,
    @Inject(Comparisons) private readonly comparisons: Comparisons,
  ) {}

  @Get('comparison')
  @Allow('viewer')
  @Answers('compareTutors', 'Two days side by side: only tutors who do not stand the same', TutorComparison)
  compare(@Query() query: ComparisonQuery): Promise<TutorComparison> {
    return this.comparisons.of(query);
  }

  @Get('tutors')
  @Allow('viewer')
  @Answers('listTutors', 'Tutors as judged as of a day', TutorPage)
  async list(@Query() query: TutorListQuery, @Req() request: Request, @Res() response: Response): Promise<void> {
    await (await this.lists.page(query)).send(request, response);
  }

  @Get('tutors.csv')
  @Allow('viewer')
  @ApiProduces('text/csv')
  @Answers('exportTutors', 'The same list, whole, as CSV', String)
  async export(@Query() query: TutorFilterQuery, @Res() response: Response): Promise<void> {
    const { name, text } = await this.lists.csv(query);
    response.setHeader('content-type', 'text/csv; charset=utf-8');
    response.setHeader('content-disposition', `attachment; filename="${name}"`);
    response.setHeader('cache-control', 'private, no-store');
    response.end(text);
  }
}
