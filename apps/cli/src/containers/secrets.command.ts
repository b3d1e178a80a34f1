import { mkdir } from 'node:fs/promises';
import { readSettings } from '@tq/platform/settings';
import { keepSecrets } from '../start/secrets';

/** `secrets`: makes those that TQ_HOME and the environment do not have, before several services ask for them at once. */
export async function secretsCommand(): Promise<void> {
  const settings = readSettings();
  await mkdir(settings.TQ_HOME, { recursive: true });
  await keepSecrets(settings.TQ_HOME, settings.ADMIN_EMAIL);
}
