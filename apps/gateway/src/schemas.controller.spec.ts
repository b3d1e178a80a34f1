import { readdirSync, readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { AUTHENTICATOR, startService, type RunningService } from '@tq/platform/http';
import { SchemasController } from './schemas.controller';

// Nobody is known to it: what it answers, it answers to everybody.
@Module({
  controllers: [SchemasController],
  providers: [{ provide: AUTHENTICATOR, useValue: { authenticate: () => null } }],
  exports: [AUTHENTICATOR],
})
class PublishedModule {}

const folder = 'libs/events/documents';
const recorded = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
const files = readdirSync(folder).filter((file) => file.startsWith('tutoring.'));

describe('the published language', () => {
  let service: RunningService;
  let base: string;
  beforeAll(async () => {
    const settings = { HOST: '127.0.0.1', LOG_LEVEL: 'silent', PUBLIC_URL: undefined, SCHEMAS_PORT: 0 };
    service = await startService({ name: 'schemas', module: PublishedModule, port: 'SCHEMAS_PORT', settings });
    base = `http://127.0.0.1:${service.port}`;
  });
  afterAll(() => service.stop());

  it('lists every version of every event', async () => {
    const answer = await fetch(`${base}/api/schemas`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
    const { items } = (await answer.json()) as { items: { name: string; topic: string; url: string }[] };
    expect(items.map(({ name }) => `${name}.schema.json`).sort()).toEqual(files.sort());
    expect(items[0]).toEqual({
      name: 'tutoring.session.scheduled.v1',
      summary: expect.any(String) as string,
      topic: 'session-events',
      replaces: null,
      url: '/api/schemas/tutoring.session.scheduled.v1',
    });
  });

  it.each(files)('%s is what the repository has, for everybody', async (file) => {
    for (const name of [file, file.replace('.schema.json', '')]) {
      const answer = await fetch(`${base}/api/schemas/${name}`);
      expect(answer.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
      expect(await answer.json()).toEqual(recorded(file));
    }
  });

  it('says so where there is no such schema', async () => {
    const answer = await fetch(`${base}/api/schemas/tutoring.session.rated.v2`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it('publishes AsyncAPI with the recorded examples, and 304 to whoever has it', async () => {
    const answer = await fetch(`${base}/api/asyncapi.json`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual(recorded('asyncapi.json'));
    const etag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${base}/api/asyncapi.json`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });
});
