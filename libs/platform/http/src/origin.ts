import type { NextFunction, Request, Response } from 'express';
import { ProblemError } from './problem';
import { sendProblem } from './problem.filter';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses state-changing requests that a page of another origin makes in somebody's browser. Browsers send `Origin` with
 * every such request (and `null` where they hide it); a program that sends none bears no one's ambient credentials.
 * @param publicUrl the address under which people know us, when it differs from the `Host` header (behind a proxy)
 * @param exempt paths of doors with signatures of their own, that no ambient credential opens
 */
export function originCheck(publicUrl: string | undefined, exempt: readonly string[] = []) {
  const known = publicUrl === undefined ? undefined : originOf(publicUrl);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (harmless.has(request.method) || exempt.includes(request.path) || isOwnOrigin(request, known)) next();
    else sendProblem(response, new ProblemError(403, { detail: 'The request comes from a page of another origin.' }));
  };
}

function originOf(publicUrl: string): string {
  if (!URL.canParse(publicUrl))
    throw new Error(`PUBLIC_URL is not an address such as https://console.example.org: ${publicUrl}`);
  return new URL(publicUrl).origin;
}

function isOwnOrigin(request: Request, known: string | undefined): boolean {
  const origin = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  if (origin === known) return true;
  const host = request.headers.host;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
