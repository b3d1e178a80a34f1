import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPropertyOptional,
  ApiResponse,
} from '@nestjs/swagger';
import { Count, Text } from './api-fields';

export class ProblemErrorItem {
  @ApiPropertyOptional({ description: 'JSON pointer to what is wrong' }) pointer?: string;
  @ApiPropertyOptional({ description: 'Parameter that is wrong' }) parameter?: string;
  @Text('What is wrong') detail!: string;
}

/** RFC 9457. */
export class Problem {
  @Text('about:blank: the status says the kind') type!: string;
  @Text('The status in words') title!: string;
  @Count('HTTP status') status!: number;
  @ApiPropertyOptional({ description: 'What is wrong, for a person' }) detail?: string;
  @ApiPropertyOptional({ type: () => [ProblemErrorItem] }) errors?: ProblemErrorItem[];
}

const described: Record<number, string> = {
  400: 'A malformed or unknown parameter or field',
  401: 'Not signed in, and no valid API token',
  403: 'Not allowed',
  404: 'There is no such thing',
  409: 'Somebody else was faster: read again',
  429: 'Too many attempts: wait `Retry-After` seconds',
  501: 'Not built yet',
  503: 'Database or broker is not reachable: try again after `Retry-After` seconds',
};

const problem = (status: number) =>
  ApiResponse({
    status,
    description: described[status] ?? 'Error',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });

/** How an operation stands in the OpenAPI document. Every operation may also answer 400, 401, 403 and 503. */
export function Answers(
  operationId: string,
  summary: string,
  type: Type | [Type] | null,
  options: { created?: boolean; problems?: readonly number[] } = {},
) {
  const success =
    type === null
      ? ApiNoContentResponse({ description: 'Done' })
      : (options.created ? ApiCreatedResponse : ApiOkResponse)({ type, description: summary });
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    success,
    ...[400, 401, 403, 503, ...(options.problems ?? [])].map(problem),
  );
}
