import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { Health } from './health';
import { HealthController } from './health.controller';
import { loggingOf } from './logging';
import { Metrics } from './metrics';
import { PolicyGuard } from './policy.guard';
import { ProblemFilter } from './problem.filter';
import { strictValidation } from './validation';

/** The settings of the process, for whoever injects them: `@Inject(SETTINGS) settings: Settings`. */
export const SETTINGS = Symbol('settings');

/** What every service has, around the module that makes it this one. */
@Global()
@Module({})
export class ServiceModule {
  static around(name: string, module: Type | DynamicModule, settings: object, logLevel: string): DynamicModule {
    return {
      module: ServiceModule,
      imports: [LoggerModule.forRoot(loggingOf(name, logLevel)), module],
      controllers: [HealthController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        Health,
        Metrics,
        { provide: APP_GUARD, useClass: PolicyGuard },
        { provide: APP_PIPE, useFactory: strictValidation },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [SETTINGS, Health, Metrics],
    };
  }
}
