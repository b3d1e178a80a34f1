import { HttpErrorResponse } from '@angular/common/http';

/** One sentence for a person about what went wrong; a problem+json answer speaks for itself. */
export function problemText(error: unknown): string {
  const response = responseOf(error);
  if (!response) return error instanceof Error ? error.message : 'Something went wrong.';
  if (response.status === 0) return 'The server cannot be reached.';
  const problem: unknown = response.error;
  if (typeof problem === 'object' && problem !== null) {
    const { detail, title } = problem as { detail?: unknown; title?: unknown };
    if (typeof detail === 'string' && detail !== '') return detail;
    if (typeof title === 'string' && title !== '') return title;
  }
  return `The server answered ${response.status}.`;
}

/** The HTTP status behind an error, 0 where there was no answer, undefined where it was no request. */
export function statusOf(error: unknown): number | undefined {
  return responseOf(error)?.status;
}

function responseOf(error: unknown): HttpErrorResponse | undefined {
  if (error instanceof HttpErrorResponse) return error;
  // A resource wraps what is not an Error; the answer is its cause.
  return error instanceof Error && error.cause instanceof HttpErrorResponse ? error.cause : undefined;
}
