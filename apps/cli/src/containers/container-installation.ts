import { readSettings } from '@tq/platform/settings';
import { standardPorts, type Ports, type PortVariable } from '../start/choose-ports';
import { installationOf, type Installation } from '../start/installation';
import { keepSecrets } from '../start/secrets';

/** Where everything is when each process has a machine of its own: as the environment says, ports as they are set. */
export async function containerInstallation(): Promise<Installation> {
  const settings = readSettings();
  const ports = Object.fromEntries(
    (Object.keys(standardPorts) as PortVariable[]).map((variable) => [variable, settings[variable]]),
  ) as Ports;
  return installationOf(settings, ports, await keepSecrets(settings.TQ_HOME, settings.ADMIN_EMAIL));
}
