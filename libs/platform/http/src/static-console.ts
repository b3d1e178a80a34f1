import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const isText = /^(text|application\/(json|manifest)|image\/svg)/;
/** Names that the build puts a hash of the content into. */
const isHashed = /[-.][A-Z0-9]{8}\.[a-z0-9]+$/i;

interface File {
  readonly body: Buffer;
  readonly etag: string;
  readonly type: string;
  readonly mtimeMs: number;
  readonly packed: Map<'br' | 'gzip', Promise<Buffer>>;
}

/**
 * Serves a built single-page app: files packed once and kept in memory, hashed names for ever, and `index.html` for every
 * address that only the app knows.
 * @param dir the build's folder; it may be missing or be built anew at any time
 * @param isOurs which addresses belong to the app, not to the API
 */
export function staticConsole(dir: string, isOurs: (path: string) => boolean) {
  const files = new Map<string, File>();
  return (request: Request, response: Response, next: NextFunction): void => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !isOurs(request.path)) {
      next();
      return;
    }
    find(files, dir, request)
      .then((file) => (file === null ? next() : send(file, request, response)))
      .catch(next);
  };
}

async function find(files: Map<string, File>, dir: string, request: Request): Promise<File | null> {
  let path: string;
  try {
    path = normalize(decodeURIComponent(request.path));
  } catch {
    return null;
  }
  if (path.includes('\0') || path.split(sep).includes('..')) return null;
  const file = path.endsWith('/') ? null : await load(files, join(dir, path));
  if (file !== null) return file;
  const isNavigation = extname(path) === '' || request.accepts(['json', 'html']) === 'html';
  return isNavigation ? load(files, join(dir, 'index.html')) : null;
}

async function load(files: Map<string, File>, path: string): Promise<File | null> {
  const known = files.get(path);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  if (known?.mtimeMs === found.mtimeMs) return known;
  const body = await readFile(path);
  const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  const file = {
    body,
    etag,
    type: types[extname(path)] ?? 'application/octet-stream',
    mtimeMs: found.mtimeMs,
    packed: new Map(),
  };
  files.set(path, file);
  return file;
}

const brotlied = promisify(brotliCompress);
const gzipped = promisify(gzip);

function packedAs(file: File, encoding: 'br' | 'gzip'): Promise<Buffer> {
  let packed = file.packed.get(encoding);
  if (packed === undefined) {
    packed =
      encoding === 'br'
        ? brotlied(file.body, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: file.body.length },
          })
        : gzipped(file.body, { level: 9 });
    file.packed.set(encoding, packed);
  }
  return packed;
}

async function send(file: File, request: Request, response: Response): Promise<void> {
  response.setHeader('cache-control', isHashed.test(request.path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('etag', file.etag);
  response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === file.etag) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('content-type', file.type);
  const accepted = request.headers['accept-encoding']?.toString() ?? '';
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  let body = file.body;
  if (encoding !== null && isText.test(file.type) && body.length > 1000) {
    body = await packedAs(file, encoding);
    response.setHeader('content-encoding', encoding);
  }
  response.setHeader('content-length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}
