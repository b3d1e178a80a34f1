import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import { MailReader } from '@tq/reports/server';
import { AsOfQuery, TutorHistory, TutorLists } from '@tq/scores/server';
import { FactReader, SessionReader } from '@tq/sessions/server';
import { TutorDetail } from './tutor-detail.dto';

@ApiTags('tutors')
@Controller('api/tutors/:id')
export class TutorController {
  constructor(
    @Inject(TutorLists) private readonly tutors: TutorLists,
    @Inject(TutorHistory) private readonly history: TutorHistory,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(FactReader) private readonly facts: FactReader,
    @Inject(MailReader) private readonly mails: MailReader,
  ) {}

  @Get()
  @Allow('viewer')
  @ApiParam({ name: 'id', description: 'Id of the tutor, percent-encoded', schema: { type: 'string' } })
  @Answers('getTutor', 'One tutor as of a day, with reasons, trend and timeline', TutorDetail, { problems: [404] })
  async get(@Param('id') id: string, @Query() query: AsOfQuery): Promise<TutorDetail> {
    const { item, knownAt } = await this.tutors.one(id, query);
    const [past, upcoming, sessions, timeline, mails] = await Promise.all([
      this.history.of(id, item.asOf),
      this.sessions.upcomingOf(id),
      this.sessions.page({ tutorId: id, limit: 20 }),
      this.facts.page(id, { limit: 50 }),
      this.mails.page({ tutorId: id, limit: 20 }),
    ]);
    return {
      ...item,
      knownAt,
      ...past,
      upcoming,
      sessions: sessions.items,
      timeline: timeline.items,
      mails: mails.items,
    };
  }
}
