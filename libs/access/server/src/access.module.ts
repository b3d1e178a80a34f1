import { type DynamicModule, Inject, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AUTHENTICATOR } from '@tq/platform/http';
import { migrate, type Pool } from '@tq/platform/postgres';
import { ACCESS_POOL } from './access.pool';
import { accessSchema } from './access.schema';
import { KeysController } from './api/keys.controller';
import { SignInController } from './api/sign-in.controller';
import { UsersController } from './api/users.controller';
import { ApiTokens, ENVIRONMENT_TOKENS } from './api-tokens';
import { ConsoleAuthenticator } from './console-authenticator';
import { ConsoleSessions } from './console-sessions';
import { seedFirstAdministrator } from './first-administrator';
import { IngestKeys } from './ingest-keys';
import { SignIn } from './sign-in';
import { Users } from './users';

const ACCESS_HOME = Symbol('access home');

export interface AccessOptions {
  readonly pool: Pool;
  /** `GATEWAY_API_TOKENS`. */
  readonly environmentTokens: readonly string[];
  /** `TQ_HOME`, where `secrets.json` names the first administrator. */
  readonly home: string;
}

/** Users, console sessions, API tokens and ingest keys, and the authenticator that knows them. */
@Module({})
export class AccessModule implements OnApplicationBootstrap {
  private retry: NodeJS.Timeout | undefined;

  static with({ pool, environmentTokens, home }: AccessOptions): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      controllers: [SignInController, UsersController, KeysController],
      providers: [
        { provide: ACCESS_POOL, useValue: pool },
        { provide: ENVIRONMENT_TOKENS, useValue: environmentTokens },
        { provide: ACCESS_HOME, useValue: home },
        Users,
        ConsoleSessions,
        SignIn,
        ApiTokens,
        IngestKeys,
        ConsoleAuthenticator,
        { provide: AUTHENTICATOR, useExisting: ConsoleAuthenticator },
      ],
      exports: [AUTHENTICATOR],
    };
  }

  constructor(
    @Inject(ACCESS_POOL) private readonly pool: Pool,
    @Inject(Users) private readonly users: Users,
    @Inject(ACCESS_HOME) private readonly home: string,
  ) {}

  /** A database that is away at the start is waited for: until then every sign-in answers 503. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await migrate(this.pool, 'access', accessSchema);
      const hint = await seedFirstAdministrator(this.users, this.home);
      if (hint !== null) new Logger('access').warn(hint);
    } catch (error) {
      new Logger('access').error({ err: error }, 'the tables of users could not be made; trying again');
      this.retry = setTimeout(() => void this.onApplicationBootstrap(), 2000).unref();
    }
  }

  onModuleDestroy(): void {
    clearTimeout(this.retry);
  }
}
