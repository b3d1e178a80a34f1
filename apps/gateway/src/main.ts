import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp, runService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import { openApiOf } from './openapi';
import { optionsOf } from './options';

const builtConsole = join(import.meta.dirname, '../admin/browser');
const [option, file] = process.argv.slice(2);

if (option === '--openapi' && file !== undefined) {
  // Nothing is connected for that: the document is made from the classes alone.
  const app = await createApp(optionsOf(readSettings()));
  await writeFile(file, `${JSON.stringify(openApiOf(app), null, 2)}\n`);
} else {
  runService(() => optionsOf(readSettings(), builtConsole));
}
