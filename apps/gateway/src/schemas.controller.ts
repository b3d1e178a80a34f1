import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { publishedAsyncApi, publishedSchemas } from '@tq/events';
import { JsonAnswer, ProblemError, Public } from '@tq/platform/http';
import type { Request, Response } from 'express';

// Everybody may keep them; an hour later whoever asks again is told by the etag whether anything is new.
const cacheControl = 'public, max-age=3600';
const asSchema = { contentType: 'application/schema+json; charset=utf-8', cacheControl };

/** The language for those who speak it: JSON Schemas of every version of every event, and the AsyncAPI document. */
@ApiExcludeController()
@Public('published formats, the same for everybody')
@Controller('api')
export class SchemasController {
  private readonly schemas = publishedSchemas();
  private readonly list = new JsonAnswer(
    {
      items: this.schemas.map(({ schema: _, ...said }) => ({
        ...said,
        url: `/api/schemas/${said.name}`,
      })),
    },
    { cacheControl },
  );
  private readonly byName = new Map(this.schemas.map(({ name, schema }) => [name, new JsonAnswer(schema, asSchema)]));
  private readonly asyncApi = new JsonAnswer(publishedAsyncApi, { cacheControl });

  @Get('schemas')
  all(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.list.send(request, response);
  }

  /** `tutoring.session.rated.v1`, or with `.schema.json` behind it as the schema's own `$id` has it. */
  @Get('schemas/:name')
  async one(@Param('name') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const schema = this.byName.get(name.replace(/\.schema\.json$/, ''));
    if (!schema) throw new ProblemError(404, { detail: 'There is no schema of this name; /api/schemas lists them.' });
    await schema.send(request, response);
  }

  @Get('asyncapi.json')
  asyncApiDocument(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.asyncApi.send(request, response);
  }
}
