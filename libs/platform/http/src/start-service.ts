import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp, type ServiceOptions } from './create-app';
import { Health } from './health';
import { listenOn } from './listen';

export interface StartOptions<S extends ServiceOptions['settings']> extends ServiceOptions {
  readonly settings: S;
  /** The variable that holds the port: `GATEWAY_PORT`. */
  readonly port: { [K in keyof S]: S[K] extends number ? K : never }[keyof S] & string;
}

export interface RunningService {
  readonly app: NestExpressApplication;
  readonly port: number;
  /** Stops gracefully: not ready, no new connections, running requests end, then everything is closed. */
  stop(): Promise<void>;
}

const graceMs = 8000;

/**
 * Brings up a service and ties its end to SIGTERM and SIGINT.
 * @throws Error in one clear sentence when the port is taken, or what the module itself throws at its start
 */
export async function startService<S extends ServiceOptions['settings']>(
  options: StartOptions<S>,
): Promise<RunningService> {
  const app = await createApp(options);
  const server = app.getHttpServer();
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  await app.init();
  const port = await listenOn(server, options.settings[options.port] as number, options.settings.HOST, options.port);
  const logger = new Logger(options.name);
  logger.log({ port }, 'listening');

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    // Who stops it otherwise than by a signal may go on and start another.
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
    return (stopped ??= stopGracefully(app));
  };
  const onSignal = (): void => {
    logger.log('stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
  return { app, port, stop };
}

/** Starts a service as the whole of a process: a failure is one sentence on stderr and exit code 1. */
export function runService<S extends ServiceOptions['settings']>(options: () => StartOptions<S>): void {
  Promise.resolve()
    .then(() => startService(options()))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
}

async function stopGracefully(app: NestExpressApplication): Promise<void> {
  app.get(Health).beginStop();
  const late = setTimeout(() => app.getHttpServer().closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(late);
  }
}
