import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import {
  Allow,
  AUTHENTICATOR,
  Health,
  type Principal,
  Public,
  routesWithoutPolicy,
  type RunningService,
  startService,
} from './index';

class Question {
  @IsOptional() @IsString() q?: string;
}

@Controller('api')
class ExampleController {
  @Get('open') @Public('an example') open(@Query() question: Question) { return question; } // prettier-ignore
  @Get('viewers') @Allow('viewer') viewers() { return 'seen'; } // prettier-ignore
  @Get('things/:id') @Public('an example') thing(@Param('id') id: string) { return id; } // prettier-ignore
  @Post('admins') @Allow('administrator') admins(@Body() body: Question) { return body; } // prettier-ignore
  @Get('forgotten') forgotten() { return 'never seen'; } // prettier-ignore
  @Get('broken') @Public('an example') broken() { throw new Error('password=hunter2 in /srv/secret.ts'); } // prettier-ignore
  @Get('away') @Public('an example') away() { throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }); } // prettier-ignore
}

const principals: Record<string, Principal> = {
  'Bearer v': { kind: 'token', id: 'v', name: 'v', role: 'viewer' },
  'Bearer a': { kind: 'token', id: 'a', name: 'a', role: 'administrator' },
};

@Module({
  controllers: [ExampleController],
  providers: [
    {
      provide: AUTHENTICATOR,
      useValue: {
        authenticate: (r: { headers: { authorization?: string } }) => principals[r.headers.authorization ?? ''] ?? null,
      },
    },
  ],
  exports: [AUTHENTICATOR],
})
class ExampleModule {}

describe('a service', () => {
  let service: RunningService;
  let base: string;
  const settings = { HOST: '127.0.0.1', LOG_LEVEL: 'silent', PUBLIC_URL: 'https://console.example', EXAMPLE_PORT: 0 };
  const call = (path: string, init?: RequestInit) => fetch(`${base}${path}`, init);

  beforeAll(async () => {
    service = await startService({ name: 'example', module: ExampleModule, port: 'EXAMPLE_PORT', settings });
    base = `http://127.0.0.1:${service.port}`;
  });
  afterAll(() => service.stop());

  it('names the routes that nobody decided about, and closes them', async () => {
    expect(routesWithoutPolicy(service.app)).toEqual(['ExampleController.forgotten']);
    expect((await call('/api/forgotten', { headers: { authorization: 'Bearer a' } })).status).toBe(403);
  });

  it.each([
    ['/api/viewers', undefined, 401],
    ['/api/viewers', 'Bearer x', 401],
    ['/api/viewers', 'Bearer v', 200],
    ['/api/viewers', 'Bearer a', 200],
  ])('GET %s with %s answers %i', async (path, authorization, status) => {
    expect((await call(path, { headers: authorization === undefined ? {} : { authorization } })).status).toBe(status);
  });

  it('keeps viewers from what is for administrators', async () => {
    const post = (authorization: string) =>
      call('/api/admins', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{}',
      });
    expect((await post('Bearer v')).status).toBe(403);
    expect((await post('Bearer a')).status).toBe(201);
  });

  it('answers errors as problem+json without anything of its inside', async () => {
    const answer = await call('/api/broken');
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const text = await answer.text();
    expect(text).not.toMatch(/hunter2|\.ts|stack/);
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  });

  it('says 503 and when to try again where a server is away', async () => {
    const answer = await call('/api/away');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  });

  it.each(['/api/open?x=1', '/api/open?q=a&q=b', '/api/open?__proto__=1', '/api/open?q[a]=1', '/api/things/%E0%A4%A'])(
    'answers 400 to %s',
    async (path) => {
      const answer = await call(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    },
  );

  it('answers 404 as a problem', async () => {
    const answer = await call('/nothing');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it.each([
    ['{"q":', 400],
    ['large', 413],
    ['{"unknown":1}', 400],
    ['[]', 400],
  ])('refuses the body %s with %i', async (body, status) => {
    const answer = await call('/api/admins', {
      method: 'POST',
      headers: { authorization: 'Bearer a', 'content-type': 'application/json' },
      body: body === 'large' ? `{"q":"${'x'.repeat(200_000)}"}` : body,
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  it.each([
    ['http://evil.example', 403],
    ['null', 403],
    ['https://console.example', 201],
    ['own', 201],
  ])('a state-changing request from origin %s is answered %i', async (origin, status) => {
    const headers = {
      authorization: 'Bearer a',
      'content-type': 'application/json',
      origin: origin === 'own' ? base : origin,
    };
    expect(await statusOf(`${base}/api/admins`, headers, '{}')).toBe(status);
  });

  it('refuses a cross-site request that hides its origin', async () => {
    expect(
      await statusOf(
        `${base}/api/admins`,
        { authorization: 'Bearer a', 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
        '{}',
      ),
    ).toBe(403);
  });

  it('sends a strict content policy and no word of what it is made of', async () => {
    const { headers } = await call('/health/live');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is ready or says in one sentence why not', async () => {
    expect((await call('/health/ready')).status).toBe(200);
    service.app.get(Health).add('ready', 'database', () => 'Postgres is not reachable.');
    const answer = await call('/health/ready');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'failing', checks: { database: 'Postgres is not reachable.' } },
    ]);
    expect((await call('/health/live')).status).toBe(200);
    service.app.get(Health).add('ready', 'database', () => null);
  });

  it('explains every metric with a sentence', async () => {
    const text = await (await call('/metrics')).text();
    expect(text).toContain('# HELP http_request_duration_seconds How long');
    expect(text).toContain('route="/api/open"');
  });

  it('names port and variable when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const port = (other.address() as { port: number }).port;
    await expect(
      startService({
        name: 'second',
        module: ExampleModule,
        port: 'EXAMPLE_PORT',
        settings: { ...settings, EXAMPLE_PORT: port },
      }),
    ).rejects.toThrow(`Port ${port} (EXAMPLE_PORT) is taken`);
    other.close();
  });
});

/** fetch() does not let its caller set Origin or Sec-Fetch-Site. */
function statusOf(url: string, headers: Record<string, string>, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end(body);
  });
}
