import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, type RequestHandler } from 'express';
import { Logger } from 'nestjs-pino';
import { accessLog } from './access-log';
import { Metrics } from './metrics';
import { originCheck } from './origin';
import { QuietLogger } from './quiet-logger';
import { securityHeaders } from './security-headers';
import { ServiceModule } from './service.module';

export interface ServiceOptions {
  /** Short name in logs: `gateway`. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  readonly settings: { readonly HOST: string; readonly LOG_LEVEL: string; readonly PUBLIC_URL?: string | undefined };
  /** JSON and form bodies up to this size are parsed; `none` leaves every body to the controllers. Default 100 kB. */
  readonly bodyLimit?: number | 'none';
  /** Paths below which a body may have so many bytes instead. */
  readonly largerBodies?: Readonly<Record<string, number>>;
  /** Paths whose state-changing requests come from programs by design (signed webhooks), so no origin is asked. */
  readonly originExempt?: readonly string[];
  /** Runs before the routes, after the security headers; for static files. */
  readonly before?: readonly RequestHandler[];
  /** Hears of the app before anything of it runs. */
  readonly onCreated?: (app: INestApplication) => void;
}

/** The whole HTTP side of a service, not yet listening and with no connection opened. */
export async function createApp(options: ServiceOptions): Promise<NestExpressApplication> {
  const { name, module, settings, bodyLimit = 100_000 } = options;
  const root = ServiceModule.around(name, module, settings, settings.LOG_LEVEL);
  const app = await NestFactory.create<NestExpressApplication>(root, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  options.onCreated?.(app);
  app.useLogger(new QuietLogger(app.get(Logger)));
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(accessLog(app.get(Metrics)));
  app.use(securityHeaders());
  app.use(originCheck(settings.PUBLIC_URL, options.originExempt));
  for (const handler of options.before ?? []) app.use(handler);
  for (const [path, limit] of Object.entries(options.largerBodies ?? {})) app.use(path, json({ limit, strict: true }));
  if (bodyLimit !== 'none') {
    app.useBodyParser('json', { limit: bodyLimit, strict: true });
    app.useBodyParser('urlencoded', { limit: bodyLimit, extended: false });
  }
  return app;
}
