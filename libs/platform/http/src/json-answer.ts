import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const gzipped = promisify(gzip);
const worthPacking = 1400;

/** How an answer is told and kept: by default nobody may keep it without asking again. */
export interface AnswerHeaders {
  readonly contentType?: string;
  readonly cacheControl?: string;
}

/** An answer that is serialized once and sent many times; packed once, when the first client asks for that. */
export class JsonAnswer {
  readonly body: Buffer;
  readonly etag: string;
  private packed: Promise<Buffer> | undefined;

  constructor(
    value: unknown,
    private readonly headers: AnswerHeaders = {},
  ) {
    this.body = Buffer.from(JSON.stringify(value));
    this.etag = `"${createHash('sha1').update(this.body).digest('base64url')}"`;
  }

  /** Sends it, or 304 where the client holds it already. */
  async send(request: Request, response: Response): Promise<void> {
    response.setHeader('cache-control', this.headers.cacheControl ?? 'private, no-cache');
    response.setHeader('etag', this.etag);
    response.setHeader('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === this.etag) {
      response.statusCode = 304;
      response.end();
      return;
    }
    response.setHeader('content-type', this.headers.contentType ?? 'application/json; charset=utf-8');
    let body = this.body;
    if (body.length > worthPacking && /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '')) {
      body = await (this.packed ??= gzipped(this.body, { level: 5 }));
      response.setHeader('content-encoding', 'gzip');
    }
    response.setHeader('content-length', body.length);
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}
