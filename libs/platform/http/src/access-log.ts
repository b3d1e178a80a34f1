import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { Metrics } from './metrics';

/** The pattern that a request matched (`/api/tutors/:id`): an address itself may hold ids and search words. */
export function routeOf(request: Request): string {
  const pattern: unknown = (request.route as { path?: unknown } | undefined)?.path;
  return typeof pattern === 'string' ? pattern : 'none';
}

/** Measures every request; on level debug it logs them too. (What failed is logged with its reason by the problem filter.) */
export function accessLog(metrics: Metrics) {
  const logger = new Logger('http');
  const seconds = metrics.histogram(
    'http_request_duration_seconds',
    'How long answers took, from the request head to the last byte handed over, by route and status class.',
    ['method', 'route', 'status'],
    [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  );
  return (request: Request, response: Response, next: NextFunction): void => {
    const begun = performance.now();
    response.once('close', () => {
      const ms = performance.now() - begun;
      const route = routeOf(request);
      const status = response.statusCode;
      if (response.getHeader('content-type') !== 'text/event-stream') {
        seconds.observe({ method: request.method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1000);
      }
      const line = { method: request.method, route, status, ms: Math.round(ms * 10) / 10 };
      logger.debug(line, 'answered');
    });
    next();
  };
}
