import { Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isConnectionFailure, Public } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import { Matches } from 'class-validator';
import type { Response } from 'express';
import { addressOfToken, unsubscribe, unsubscribeSecret } from '../unsubscribe-token';
import { unsubscribePage } from './unsubscribe.page';

class TokenQuery {
  @Matches(/^[\w.-]{1,600}$/, { message: 'token is not one of ours' })
  token!: string;
}

@ApiExcludeController()
@Public('the signed token in the address is the permission; a GET changes nothing')
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  @Get()
  async ask(@Query() { token }: TokenQuery, @Res() response: Response): Promise<void> {
    const email = await this.addressOf(token);
    page(response, email === null ? 400 : 200, email === null ? { kind: 'wrong' } : { kind: 'ask', email });
  }

  /** The page's button, or a mail program by RFC 8058 (its `List-Unsubscribe=One-Click` adds nothing to the token). */
  @Post()
  @HttpCode(200)
  async confirm(@Query() { token }: TokenQuery, @Res() response: Response): Promise<void> {
    const email = await this.addressOf(token);
    if (email !== null) await unsubscribe(this.database.pool, email, Date.now());
    page(response, email === null ? 400 : 200, email === null ? { kind: 'wrong' } : { kind: 'done', email });
  }

  private async addressOf(token: string): Promise<string | null> {
    const secret = await unsubscribeSecret(this.database.pool).catch((error: unknown) => {
      if (isConnectionFailure(error)) throw error;
      return null; // No mail was ever sent, so none of our links is out there.
    });
    return secret === null ? null : addressOfToken(token, secret);
  }
}

function page(response: Response, status: number, state: Parameters<typeof unsubscribePage>[0]): void {
  response.status(status).setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(unsubscribePage(state));
}
