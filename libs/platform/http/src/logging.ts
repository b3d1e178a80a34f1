import type { Params } from 'nestjs-pino';

/**
 * One JSON line for each happening, on stdout. Nothing of a request but method and route is ever logged: no header, query
 * or body, so neither secret nor name can be in it.
 */
export function loggingOf(service: string, level: string): Params {
  return {
    pinoHttp: {
      level,
      base: { service },
      autoLogging: false,
      quietReqLogger: true,
      // Else ours would be handed what pino has already made of an error.
      wrapSerializers: false,
      serializers: { err: errorOf, req: () => undefined, res: () => undefined },
      formatters: { level: (label: string) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    // Requests are logged by the access log of this library, after their answer.
    forRoutes: [],
  };
}

/** Of an error only what helps to find it: `detail` of a Postgres error, for one, quotes rows. */
function errorOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: errorOf(error.cause) }),
  };
}
