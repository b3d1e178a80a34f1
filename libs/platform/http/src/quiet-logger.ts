import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'nestjs-pino';

/** Nest tells of every route and module that it finds; nobody reads that, and it hides what matters. */
const chatty = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'NestMicroservice',
]);

/** The service's log without the framework's own chatter; its warnings and errors stay. */
export class QuietLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    if (!chatty.has(String(rest.at(-1)))) this.pino.log(message, ...(rest as [string]));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(message, ...(rest as [string]));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(message, ...(rest as [string]));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(message, ...(rest as [string]));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.verbose(message, ...(rest as [string]));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(message, ...(rest as [string]));
  }
}
