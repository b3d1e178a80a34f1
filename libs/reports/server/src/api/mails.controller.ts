import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import { MailListQuery, MailPage, MailPolicyCommand, MailPolicyItem, MailPolicyList } from './mail-api.dto';
import { MailPolicies } from './mail-policies';
import { MailReader } from './mail-reader';

@ApiTags('mail')
@Controller('api')
export class MailsController {
  constructor(
    @Inject(MailPolicies) private readonly policies: MailPolicies,
    @Inject(MailReader) private readonly mails: MailReader,
  ) {}

  @Get('mails')
  @Allow('viewer')
  @Answers('listMails', 'Mails and how they stand', MailPage)
  list(@Query() query: MailListQuery): Promise<MailPage> {
    return this.mails.page(query);
  }

  @Get('mail-policies')
  @Allow('viewer')
  @Answers('listMailPolicies', 'Who is mailed, and how often', MailPolicyList)
  listPolicies(): Promise<MailPolicyList> {
    return this.policies.list();
  }

  @Put('mail-policies')
  @Allow('administrator')
  @Answers('putMailPolicy', 'Adds a recipient, or changes how often one is mailed', MailPolicyItem)
  putPolicy(@Body() command: MailPolicyCommand): Promise<MailPolicyItem> {
    return this.policies.put(command);
  }

  @Delete('mail-policies/:email')
  @HttpCode(204)
  @Allow('administrator')
  @Answers('deleteMailPolicy', 'No more mail to a recipient', null, { problems: [404] })
  deletePolicy(@Param('email') email: string): Promise<void> {
    return this.policies.remove(email);
  }
}
