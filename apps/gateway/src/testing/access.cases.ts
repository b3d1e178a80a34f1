import { request as httpRequest } from 'node:http';
import { openApiOf } from '../openapi';
import { administrator, apiToken, type Stack } from './stack';

interface Route {
  readonly method: string;
  readonly path: string;
}

/** What only administrators may do; every other documented route is for viewers, but for those that are open. */
const forAdministrators = [
  'post /api/tutors/{id}/excuses', 'delete /api/tutors/{id}/excuses', 'post /api/rule-sets', 'put /api/mail-policies', 'delete /api/mail-policies/{email}',
  'get /api/users', 'post /api/users', 'post /api/users/{email}/reset', 'delete /api/users/{email}', 'get /api/api-tokens', 'post /api/api-tokens',
  'delete /api/api-tokens/{id}', 'get /api/ingest-keys', 'post /api/ingest-keys', 'delete /api/ingest-keys/{id}',
  'post /api/rebuilds', 'post /api/rebuilds/back', 'post /api/rebuilds/{id}/pause', 'post /api/rebuilds/{id}/resume', 'post /api/rebuilds/{id}/cancel', 'post /api/rebuilds/{id}/switch',
  'post /api/dead-letters/{topic}/{partition}/{offset}/send-again', 'post /api/dead-letters/{topic}/{partition}/{offset}/set-aside', 'post /api/dead-letters/{topic}/{partition}/{offset}/reopen',
]; // prettier-ignore
const open = ['post /api/sign-in', 'post /api/sign-out', 'get /api/rule-set.schema.json'];

export function accessCases(of: () => Stack): void {
  const routes = (): Route[] =>
    Object.entries(openApiOf(of().service.app).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method, path })),
    );
  const named = ({ method, path }: Route): string => `${method} ${path}`;
  /** Asks with nothing that could do harm: unknown names, empty bodies. */
  const ask = ({ method, path }: Route, headers: Record<string, string>): Promise<number> =>
    statusOf(`${of().base}${path.replaceAll(/\{\w+\}/g, 'nobody')}`, method.toUpperCase(), {
      'content-type': 'application/json',
      ...headers,
    });
  const signIn = (
    credentials: { email: string; password: string },
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(`${of().base}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(credentials),
    });
  const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]!.split(';')[0]!;
  const admin = async (): Promise<string> => cookieOf(await signIn(administrator));
  const viewer = async (): Promise<{ email: string; password: string }> => {
    const email = `viewer-${Date.now()}@example.com`;
    const made = await fetch(`${of().base}/api/users`, {
      method: 'POST',
      headers: { cookie: await admin(), 'content-type': 'application/json' },
      body: JSON.stringify({ email, role: 'viewer' }),
    });
    expect(made.status).toBe(201);
    return { email, password: ((await made.json()) as { password: string }).password };
  };

  it('nobody without credentials passes any door but the open ones', async () => {
    for (const route of routes()) {
      const status = await ask(route, {});
      if (open.includes(named(route)))
        expect([named(route), status === 401 && route.path !== '/api/sign-in']).toEqual([named(route), false]);
      else expect([named(route), status]).toEqual([named(route), 401]);
    }
  });

  it.each(['Bearer', 'Bearer x', 'Basic x', `Bearer ${apiToken}x`, `bearer${apiToken}`, ''])(
    'authorization: "%s" opens nothing',
    async (authorization) => {
      expect(await ask({ method: 'get', path: '/api/me' }, { authorization })).toBe(401);
      expect(
        await ask({ method: 'get', path: '/api/me' }, { cookie: `tq_session=${authorization.replace(/\W/g, '')}` }),
      ).toBe(401);
    },
  );

  it('viewers and tokens read, administrators do', async () => {
    const asViewer = { cookie: cookieOf(await signIn(await viewer())) };
    const asToken = { authorization: `Bearer ${apiToken}` };
    const asAdmin = { cookie: await admin() };
    for (const route of routes().filter((one) => !open.includes(named(one)) && one.path !== '/api/stream')) {
      const isForAdmin = forAdministrators.includes(named(route));
      for (const headers of [asViewer, asToken])
        expect([named(route), (await ask(route, headers)) === 403]).toEqual([named(route), isForAdmin]);
      expect([named(route), [401, 403].includes(await ask(route, asAdmin))]).toEqual([named(route), false]);
    }
  }, 120_000);

  it('refuses every state-changing request of another origin, before anything is looked at', async () => {
    const cookie = await admin();
    for (const route of routes().filter(({ method }) => method !== 'get'))
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${of().base}.evil.example` },
        { 'sec-fetch-site': 'cross-site' },
      ] as Record<string, string>[])
        expect([named(route), await ask(route, { cookie, ...headers })]).toEqual([named(route), 403]);
    expect((await fetch(`${of().base}/api/me`, { headers: { cookie } })).status).toBe(200);
  });

  it('the cookie is for this site alone and no script; Secure off this machine', async () => {
    const here = (await signIn(administrator)).headers.getSetCookie()[0]!;
    expect(here).toMatch(/^tq_session=tqs_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    const body = JSON.stringify(administrator);
    const elsewhere = await cookieFrom(
      `${of().base}/api/sign-in`,
      { host: 'console.example', 'content-type': 'application/json' },
      body,
    );
    expect(elsewhere).toMatch(
      /^__Host-tq_session=tqs_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('a sign-in rotates the session, a sign-out kills it on the server', async () => {
    const first = await admin();
    const second = cookieOf(await signIn(administrator, { cookie: first }));
    const me = (cookie: string): Promise<Response> => fetch(`${of().base}/api/me`, { headers: { cookie } });
    expect(second).not.toBe(first);
    expect((await me(first)).status).toBe(401);
    expect(await (await me(second)).json()).toMatchObject({
      kind: 'user',
      name: administrator.email,
      role: 'administrator',
    });
    const out = await fetch(`${of().base}/api/sign-out`, { method: 'POST', headers: { cookie: second } });
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining('tq_session=;')]);
    expect((await me(second)).status).toBe(401);
  });

  it('says the same of a wrong password and of a user that is not there', async () => {
    const wrong = await signIn({ ...administrator, password: 'wrong' });
    const nobody = await signIn({ email: 'nobody@example.com', password: 'wrong' });
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await nobody.json());
    await signIn(administrator);
  });

  it('slows down who guesses, and tells when to try again', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++)
      statuses.push((await signIn({ email: 'guessed@example.com', password: `guess ${i}` })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const refused = await signIn({ email: 'guessed@example.com', password: 'guess' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('locks a disabled user out at once, and keeps nothing readable of passwords and tokens', async () => {
    const user = await viewer();
    const cookie = cookieOf(await signIn(user));
    const gone = await fetch(`${of().base}/api/users/${encodeURIComponent(user.email)}`, {
      method: 'DELETE',
      headers: { cookie: await admin() },
    });
    expect(gone.status).toBe(204);
    expect((await signIn(user)).status).toBe(401);
    // Other gateways notice within their 3 s of memory; this one too.
    await new Promise((resolve) => setTimeout(resolve, 3100));
    expect((await fetch(`${of().base}/api/me`, { headers: { cookie } })).status).toBe(401);
    const { rows } = await of().pool.query<{ text: string }>(
      `SELECT row_to_json(u)::text AS text FROM access."user" u`,
    );
    for (const { text } of rows) expect(text).toMatch(/"password_hash":"\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('nobody disables themselves', async () => {
    const mine = await fetch(`${of().base}/api/users/${administrator.email}`, {
      method: 'DELETE',
      headers: { cookie: await admin() },
    });
    expect(mine.status).toBe(409);
  });

  it('tokens made in Settings work at once and end at once', async () => {
    const headers = { cookie: await admin(), 'content-type': 'application/json' };
    const made = await fetch(`${of().base}/api/api-tokens`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'a dashboard' }),
    });
    const { token, secret } = (await made.json()) as { token: { id: string }; secret: string };
    const me = (): Promise<Response> =>
      fetch(`${of().base}/api/me`, { headers: { authorization: `Bearer ${secret}` } });
    expect(await (await me()).json()).toMatchObject({ kind: 'token', role: 'viewer', name: 'token "a dashboard"' });
    expect((await fetch(`${of().base}/api/api-tokens/${token.id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await me()).status).toBe(401);
  });
}

/** fetch() does not let its caller set Origin or Host. */
function statusOf(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    request.once('error', reject);
    request.end(method === 'POST' || method === 'PUT' ? '{}' : undefined);
  });
}

function cookieFrom(url: string, headers: Record<string, string>, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.headers['set-cookie']?.[0] ?? '');
    })
      .once('error', reject)
      .end(body);
  });
}
