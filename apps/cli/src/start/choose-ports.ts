import { answers, isFree, SetupError } from '@tq/platform/local';

/** The standard port of each of our servers, by the variable that chooses another (contract §4). */
export const standardPorts = {
  GATEWAY_PORT: 3000,
  INGESTION_PORT: 3001,
  SCORING_PORT: 3002,
  NOTIFICATION_PORT: 3003,
  KAFKA_PORT: 9092,
  POSTGRES_PORT: 5432,
  SMTP_PORT: 1025,
  MAIL_WEB_PORT: 1080,
} as const;

export type PortVariable = keyof typeof standardPorts;
export type Ports = Readonly<Record<PortVariable, number>>;

const canListen = async (port: number) =>
  (await isFree(port)) && (await isFree(port, '127.0.0.1')) && !(await answers(port));

/**
 * A port for each variable in `needed`. One that somebody chose is used or refused; a standard one that is taken is
 * avoided, ten at a time, so that neighbours keep their last digit.
 * @throws SetupError that names port and variable
 */
export async function choosePorts(
  needed: readonly PortVariable[],
  chosen: Readonly<Partial<Record<PortVariable, number>>>,
  free: (port: number) => Promise<boolean> = canListen,
): Promise<Ports> {
  const ports: Record<PortVariable, number> = { ...standardPorts, ...chosen };
  const taken = new Map<number, PortVariable>();
  for (const variable of needed) {
    const port = chosen[variable];
    if (port === undefined) continue;
    const twin = taken.get(port);
    if (twin) throw new SetupError(`${twin} and ${variable} are both ${port}.`, `${variable}=<another port> npm start`);
    if (!(await free(port)))
      throw new SetupError(
        `Port ${port} (${variable}) is taken.`,
        `${variable}=<another port> npm start   (who has it: ss -ltnp "sport = :${port}")`,
      );
    taken.set(port, variable);
  }
  for (const variable of needed) {
    if (chosen[variable] !== undefined) continue;
    let port: number = standardPorts[variable];
    while (taken.has(port) || !(await free(port))) {
      port += 10;
      if (port > 65_535)
        throw new SetupError(`No port is free for ${variable}.`, `${variable}=<a free port> npm start`);
    }
    ports[variable] = port;
    taken.set(port, variable);
  }
  return ports;
}
