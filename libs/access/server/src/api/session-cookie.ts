import type { Request, Response } from 'express';

const plain = 'tq_session';
/** Browsers take a cookie of this prefix only with Secure, Path=/ and no Domain: no sibling site can plant one. */
const hostBound = '__Host-tq_session';

const thisMachine = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);
const isThisMachine = (request: Request): boolean => thisMachine.has(request.hostname);

/** The token of the console session that a request comes with. */
export function sessionCookie(request: Request): string | undefined {
  const name = isThisMachine(request) ? plain : hostBound;
  for (const part of request.headers.cookie?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      return /^[\w-]{1,100}$/.test(value) ? value : undefined;
    }
  }
  return undefined;
}

export function setSessionCookie(request: Request, response: Response, token: string, endsAt: number): void {
  const here = isThisMachine(request);
  response.cookie(here ? plain : hostBound, token, {
    httpOnly: true,
    secure: !here,
    sameSite: 'strict',
    path: '/',
    expires: new Date(endsAt),
  });
}

export function clearSessionCookie(request: Request, response: Response): void {
  const here = isThisMachine(request);
  response.clearCookie(here ? plain : hostBound, { httpOnly: true, secure: !here, sameSite: 'strict', path: '/' });
}
