import { Body, Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ruleSetSchema } from '@tq/events';
import { Allow, Answers, CurrentPrincipal, type Principal, Public } from '@tq/platform/http';
import { NewRuleSet, RuleSetItem, RuleSetList, RuleSetPreview, RuleSetPreviewRequest } from './rule-set.dto';
import { RuleSets } from './rule-sets';

@ApiTags('rule sets')
@Controller('api')
export class RuleSetsController {
  constructor(@Inject(RuleSets) private readonly ruleSets: RuleSets) {}

  @Get('rule-sets')
  @Allow('viewer')
  @Answers('listRuleSets', 'Every version of the rules', RuleSetList)
  list(): Promise<RuleSetList> {
    return this.ruleSets.list();
  }

  @Post('rule-sets')
  @Allow('administrator')
  @Answers('createRuleSet', 'Makes a new version that holds from today on', RuleSetItem, {
    created: true,
    problems: [409],
  })
  create(@Body() command: NewRuleSet, @CurrentPrincipal() principal: Principal): Promise<RuleSetItem> {
    return this.ruleSets.create(command, principal.name);
  }

  @Post('rule-sets/preview')
  @HttpCode(200)
  @Allow('viewer')
  @Answers(
    'previewRuleSet',
    'What rules would change, today and on the 89 days before; nothing is kept',
    RuleSetPreview,
  )
  preview(@Body() request: RuleSetPreviewRequest): Promise<RuleSetPreview> {
    return this.ruleSets.preview(request.rules);
  }

  @Get('rule-set.schema.json')
  @Public('a published format, the same for everybody')
  @Header('cache-control', 'no-cache')
  @Header('content-type', 'application/schema+json')
  @ApiOperation({ operationId: 'ruleSetSchema', summary: 'JSON Schema of a rule set' })
  @ApiOkResponse({ description: 'JSON Schema', schema: { type: 'object', additionalProperties: true } })
  schema(): object {
    return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...ruleSetSchema };
  }
}
