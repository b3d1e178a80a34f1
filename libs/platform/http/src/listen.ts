import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Listens, or says which variable to change.
 * @returns the port; `port` 0 takes any free one
 * @throws Error that names the port and its variable when the port is taken or not allowed
 */
export function listenOn(server: Server, port: number, host: string, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(explained(error, port, host, variable));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explained(error: NodeJS.ErrnoException, port: number, host: string, variable: string): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} (${variable}) is taken: choose another with ${variable}=<port>, or end what listens there.`,
      { cause: error },
    );
  }
  if (error.code === 'EACCES') {
    return new Error(
      `Port ${port} (${variable}) needs rights that this process does not have: choose one above 1023 with ${variable}=<port>.`,
      { cause: error },
    );
  }
  if (error.code === 'EADDRNOTAVAIL') return new Error(`This machine has no address ${host} (HOST).`, { cause: error });
  return error;
}
