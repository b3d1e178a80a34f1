import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { JsonAnswer, Public } from '@tq/platform/http';
import type { Request, Response } from 'express';

export const OPENAPI = Symbol('makes the OpenAPI document');

@ApiExcludeController()
@Public('a published format, the same for everybody')
@Controller('api/openapi.json')
export class OpenApiController {
  private answer: JsonAnswer | undefined;

  constructor(@Inject(OPENAPI) private readonly make: () => object) {}

  @Get()
  get(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.answer ??= new JsonAnswer(this.make());
    return this.answer.send(request, response);
  }
}
