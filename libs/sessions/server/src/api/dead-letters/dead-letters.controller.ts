import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, Answers, CurrentPrincipal, type Principal, ProblemError } from '@tq/platform/http';
import { DeadLetterCheck, DeadLetterDetail, DeadLetterPage, DeadLetterQuery, MendedDocument, SetAsideCommand } from './dead-letter.dto'; // prettier-ignore
import { DeadLetterDesk } from './dead-letter-desk';
import { type DeadLetterPlace, DeadLetterReader } from './dead-letter-reader';

interface PlaceInPath {
  readonly topic: string;
  readonly partition: string;
  readonly offset: string;
}

@ApiTags('dead letters')
@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(
    @Inject(DeadLetterReader) private readonly reader: DeadLetterReader,
    @Inject(DeadLetterDesk) private readonly desk: DeadLetterDesk,
  ) {}

  @Get()
  @Allow('viewer')
  @Answers('listDeadLetters', 'Records that were no valid events, newest first', DeadLetterPage)
  list(@Query() query: DeadLetterQuery): Promise<DeadLetterPage> {
    return this.reader.page(query);
  }

  @Get(':topic/:partition/:offset')
  @Allow('viewer')
  @Place()
  @Answers('getDeadLetter', 'One of them: its bytes, its place, what is wrong, who did what', DeadLetterDetail, { problems: [404] }) // prettier-ignore
  look(@Param() place: PlaceInPath): Promise<DeadLetterDetail> {
    return this.reader.look(placeOf(place));
  }

  @Post(':topic/:partition/:offset/check')
  @HttpCode(200)
  @Allow('viewer')
  @Place()
  @Answers('checkDeadLetter', 'What keeps a mended document from being sent; nothing is kept', DeadLetterCheck, { problems: [404] }) // prettier-ignore
  async check(@Param() place: PlaceInPath, @Body() { document }: MendedDocument): Promise<DeadLetterCheck> {
    return { problems: [...(await this.desk.check(placeOf(place), document))] };
  }

  @Post(':topic/:partition/:offset/send-again')
  @HttpCode(200)
  @Allow('administrator')
  @Place()
  @Answers('sendDeadLetterAgain', 'Puts it on the log again, as it was or mended', DeadLetterDetail, { problems: [404, 409, 422] }) // prettier-ignore
  async sendAgain(
    @Param() path: PlaceInPath,
    @Body() { document }: MendedDocument,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<DeadLetterDetail> {
    const place = placeOf(path);
    await this.desk.sendAgain(place, document, name);
    return this.reader.look(place);
  }

  @Post(':topic/:partition/:offset/set-aside')
  @HttpCode(200)
  @Allow('administrator')
  @Place()
  @Answers('setDeadLetterAside', 'Nothing is to be done about it, for a reason', DeadLetterDetail, { problems: [404, 409] }) // prettier-ignore
  async setAside(
    @Param() path: PlaceInPath,
    @Body() { reason }: SetAsideCommand,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<DeadLetterDetail> {
    const place = placeOf(path);
    await this.desk.setAside(place, reason, name);
    return this.reader.look(place);
  }

  @Post(':topic/:partition/:offset/reopen')
  @HttpCode(200)
  @Allow('administrator')
  @Place()
  @Answers('reopenDeadLetter', 'It needs somebody again', DeadLetterDetail, { problems: [404, 409] })
  async reopen(@Param() path: PlaceInPath, @CurrentPrincipal() { name }: Principal): Promise<DeadLetterDetail> {
    const place = placeOf(path);
    await this.desk.reopen(place, name);
    return this.reader.look(place);
  }
}

function Place(): MethodDecorator {
  return (target, key, descriptor) => {
    ApiParam({ name: 'topic', description: 'Topic of the record', schema: { type: 'string' } })(
      target,
      key,
      descriptor,
    );
    ApiParam({ name: 'partition', description: 'Its partition', schema: { type: 'integer' } })(target, key, descriptor);
    ApiParam({ name: 'offset', description: 'Its offset', schema: { type: 'string' } })(target, key, descriptor);
  };
}

function placeOf({ topic, partition, offset }: PlaceInPath): DeadLetterPlace {
  if (!/^[\w.-]{1,249}$/.test(topic) || !/^\d{1,9}$/.test(partition) || !/^\d{1,18}$/.test(offset))
    throw new ProblemError(400, { detail: 'A place is a topic, a partition and an offset.' });
  return { topic, partition: Number(partition), offset };
}
