import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { routeOf } from './access-log';
import { ProblemError, unavailable } from './problem';

/** Every error as `application/problem+json`; what is inside us (stacks, SQL, paths) stays in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const problem = problemOf(error);
    const line = { err: problem.options.cause ?? error, method: request.method, route: routeOf(request) };
    if (problem.status === 500) this.logger.error(line, 'a request failed');
    else if (problem.status === 503)
      this.logger.warn({ ...line, err: undefined, why: problem.message }, 'a request could not be served');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(response, problem);
  }
}

/** Writes a problem as the whole answer. */
export function sendProblem(response: Response, problem: ProblemError): void {
  const body = Buffer.from(JSON.stringify(problem.document));
  response.statusCode = problem.status;
  response.setHeader('content-type', 'application/problem+json');
  response.setHeader('content-length', body.length);
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(problem.options.headers ?? {})) response.setHeader(name, value);
  // What is left of a body that we refused to read would be taken for the next request.
  if (!response.req.complete) response.setHeader('connection', 'close');
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HttpException)
    return new ProblemError(error.getStatus(), { detail: detailOf(error), cause: error });
  if (isConnectionFailure(error))
    return unavailable('A server that we need (database or broker) is not reachable.', error);
  if (isNotThereYet(error))
    return unavailable('Nothing is there to read yet: a service that makes it has not run.', error);
  const status = statusOf(error);
  if (status !== undefined)
    return new ProblemError(status, { detail: clientDetail[status] ?? 'The request is malformed.', cause: error });
  return new ProblemError(500, { detail: 'Something failed on our side; it is in the log.', cause: error });
}

const clientDetail: Record<number, string> = {
  400: 'The body or the address is malformed.',
  413: 'The body is too large.',
  415: 'The body is in a charset or encoding that is not understood.',
};

function detailOf(error: HttpException): string {
  const answer = error.getResponse();
  const message = typeof answer === 'object' ? (answer as { message?: unknown }).message : answer;
  if (error.getStatus() === 404) return 'There is nothing at this address.';
  return Array.isArray(message) ? message.join('; ') : typeof message === 'string' ? message : error.message;
}

/** The 4xx status that Express's own parts (body parser, router) put on their errors. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof URIError) return 400;
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** A table or schema that another service makes at its first start; or an error that says of itself that it is for later. */
function isNotThereYet(error: unknown): boolean {
  const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
  return code === '42P01' || code === '3F000' || status === 503;
}

/** Whether an error of `pg` or `kafkajs` says that the server is away, as against a fault of ours. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const given = (error as { code?: unknown }).code;
  const code = typeof given === 'string' ? given : '';
  if (
    /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|ENOTFOUND|EPIPE|EAI_AGAIN|EHOSTUNREACH|08...|57P0[1-3]|53300)$/.test(code)
  )
    return true;
  if (/^KafkaJS(Connection|RequestTimeout|NumberOfRetries|Broker|Timeout)/.test(error.name)) return true;
  return /Connection terminated|is not queryable|timeout exceeded when trying to connect|Query read timeout|canceling statement due to statement timeout/i.test(
    error.message,
  );
}
