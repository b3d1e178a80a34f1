import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { staticConsole } from '@tq/platform/http';
import type { Settings } from '@tq/platform/settings';
import { GatewayModule } from './gateway.module';
import { openApiOf } from './openapi';
import { makeParts } from './parts';

const apiPaths = /^\/(api|health|metrics|unsubscribe)(\/|$|\.)/;

/** The gateway as a service. @param consoleDir where the console was built */
export function optionsOf(settings: Settings, consoleDir = join(process.cwd(), 'dist/apps/admin/browser')) {
  let app: INestApplication | undefined;
  const parts = makeParts(settings, () => openApiOf(app!));
  return {
    name: 'gateway',
    module: GatewayModule.with(parts),
    settings,
    port: 'GATEWAY_PORT' as const,
    // One-click unsubscribing comes from mail providers; its token is the permission.
    originExempt: ['/unsubscribe'],
    // A mended document as JSON within JSON: the log takes a megabyte.
    largerBodies: { '/api/dead-letters': 4_000_000 },
    before: [
      staticConsole(consoleDir, (path) => !apiPaths.test(path)),
      // Every part of an answer is of one version of the projection.
      (_request: Request, _response: Response, next: NextFunction) => parts.database.asOne(next),
    ],
    onCreated: (created: INestApplication) => {
      app = created;
    },
  };
}
