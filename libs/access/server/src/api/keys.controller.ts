import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, Answers, CurrentPrincipal, type Principal } from '@tq/platform/http';
import { ApiTokens } from '../api-tokens';
import { IngestKeys } from '../ingest-keys';
import {
  ApiTokenList,
  IngestKeyList,
  NewApiToken,
  NewApiTokenCommand,
  NewIngestKey,
  NewIngestKeyCommand,
} from './access.dto';

@ApiTags('access')
@Allow('administrator')
@Controller('api')
export class KeysController {
  constructor(
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(IngestKeys) private readonly keys: IngestKeys,
  ) {}

  @Get('api-tokens')
  @Answers('listApiTokens', 'Tokens of programs that read this API', ApiTokenList)
  async listTokens(): Promise<ApiTokenList> {
    return { items: await this.tokens.list() };
  }

  @Post('api-tokens')
  @Answers('createApiToken', 'Makes a token; its secret is shown this once', NewApiToken, { created: true })
  createToken(@Body() command: NewApiTokenCommand, @CurrentPrincipal() principal: Principal): Promise<NewApiToken> {
    return this.tokens.create(command.name, command.role ?? 'viewer', principal.name);
  }

  @Delete('api-tokens/:id')
  @HttpCode(204)
  @Answers('revokeApiToken', 'Revokes a token at once', null, { problems: [404] })
  revokeToken(@Param('id') id: string): Promise<void> {
    return this.tokens.revoke(id);
  }

  @Get('ingest-keys')
  @Answers('listIngestKeys', 'Keys and webhook secrets of who may send events', IngestKeyList)
  async listKeys(): Promise<IngestKeyList> {
    return { items: await this.keys.list() };
  }

  @Post('ingest-keys')
  @Answers('createIngestKey', 'Makes a key or webhook secret; shown this once, valid within seconds', NewIngestKey, {
    created: true,
  })
  createKey(@Body() command: NewIngestKeyCommand, @CurrentPrincipal() principal: Principal): Promise<NewIngestKey> {
    return this.keys.create(command.name, command.kind, principal.name);
  }

  @Delete('ingest-keys/:id')
  @HttpCode(204)
  @Answers('revokeIngestKey', 'Revokes a key within seconds', null, { problems: [404] })
  revokeKey(@Param('id') id: string): Promise<void> {
    return this.keys.revoke(id);
  }
}
