import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { createApp, runService, staticConsole } from '@tq/platform/http';
import { readSettings, type Settings } from '@tq/platform/settings';
import { GatewayModule } from './gateway.module';
import { openApiOf } from './openapi';
import { makeParts } from './parts';

const builtConsole = join(import.meta.dirname, '../admin/browser');
const apiPaths = /^\/(api|health|metrics|unsubscribe)(\/|$|\.)/;

function optionsOf(settings: Settings) {
  let app: INestApplication | undefined;
  const parts = makeParts(settings, () => openApiOf(app!));
  return {
    name: 'gateway',
    module: GatewayModule.with(parts),
    settings,
    port: 'GATEWAY_PORT' as const,
    originExempt: ['/unsubscribe'],
    before: [staticConsole(builtConsole, (path) => !apiPaths.test(path))],
    onCreated: (created: INestApplication) => (app = created),
  };
}

const [option, file] = process.argv.slice(2);
if (option === '--openapi' && file !== undefined) {
  const app = await createApp(optionsOf(readSettings()));
  await writeFile(file, `${JSON.stringify(openApiOf(app), null, 2)}\n`);
} else {
  runService(() => optionsOf(readSettings()));
}
