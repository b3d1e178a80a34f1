import { STATUS_CODES } from 'node:http';

/** One thing that is wrong with a request: where (JSON pointer or parameter name) and what. */
export interface ProblemItem {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly unknown[];
  /** Further response headers, e.g. `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An answer by RFC 9457 (`application/problem+json`). `type` is `about:blank`: the status says the kind. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? STATUS_CODES[status] ?? 'Error', { cause: options.cause });
    this.name = 'ProblemError';
  }

  get document(): Record<string, unknown> {
    const { detail, errors, members } = this.options;
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors }),
      ...members,
    };
  }
}

/** 503: something that we need is away; `seconds` is when to try again. */
export function unavailable(detail: string, cause?: unknown, seconds = 2): ProblemError {
  return new ProblemError(503, { detail, cause, headers: { 'retry-after': String(seconds) } });
}
