import { readFileSync } from 'node:fs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp, routePolicies, routesWithoutPolicy } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import { openApiOf } from './openapi';
import { optionsOf } from './options';

type Operation = { operationId: string; responses: Record<string, unknown> };

describe('the API document', () => {
  let app: NestExpressApplication;
  beforeAll(async () => {
    app = await createApp(optionsOf(readSettings({ LOG_LEVEL: 'fatal' })));
  });

  it('is the one that the console is generated from; make it anew with `node dist/apps/gateway/main.js --openapi apps/gateway/openapi.json`', () => {
    expect(JSON.parse(JSON.stringify(openApiOf(app)))).toEqual(
      JSON.parse(readFileSync('apps/gateway/openapi.json', 'utf8')),
    );
  });

  it('has every route of the API, each under one name', () => {
    const documented = Object.values(openApiOf(app).paths).flatMap((path) =>
      Object.values(path as Record<string, Operation>),
    );
    const ids = documented.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const apart = /^(HealthController|OpenApiController|SchemasController|UnsubscribeController)\./;
    expect(documented.length).toBe(routePolicies(app).filter(({ route }) => !apart.test(route)).length);
  });

  it('leaves every id to its tutor: no address of its own stands where a tutor’s id may', () => {
    const besideTutors = Object.keys(openApiOf(app).paths).filter((path) => /^\/api\/tutors\/[^{]/.test(path));
    expect(besideTutors).toEqual([]);
  });

  it('says for every operation what it answers', () => {
    for (const path of Object.values(openApiOf(app).paths))
      for (const { operationId, responses } of Object.values(path as Record<string, Operation>))
        expect([operationId, Object.keys(responses).some((status) => status.startsWith('2'))]).toEqual([
          operationId,
          true,
        ]);
  });

  it('leaves no reference open', () => {
    const document = openApiOf(app);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(references.filter((name) => document.components?.schemas?.[name ?? ''] === undefined)).toEqual([]);
  });
});

it('has no route that nobody decided about', async () => {
  const app = await createApp(optionsOf(readSettings({ LOG_LEVEL: 'fatal' })));
  expect(routesWithoutPolicy(app)).toEqual([]);
});
