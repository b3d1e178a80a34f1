import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '@tq/platform/local';
import { environmentOf } from '../start/installation';
import { containerInstallation } from './container-installation';

/** `service NAME`: one service as the whole of this process, with the secrets of TQ_HOME that the environment does not set. */
export async function serviceCommand(name: string): Promise<void> {
  Object.assign(process.env, environmentOf(await containerInstallation()));
  await import(pathToFileURL(join(projectRoot(), 'dist/apps', name, 'main.js')).href);
}
