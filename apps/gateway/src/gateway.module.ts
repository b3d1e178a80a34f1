import { type DynamicModule, Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AccessModule } from '@tq/access/server';
import { recommendationFor } from '@tq/coaching/core';
import { Health, LiveModule, Metrics } from '@tq/platform/http';
import { ReadDatabase } from '@tq/platform/postgres';
import {
  MAIL_MAX_PER_HOUR,
  MailPolicies,
  MailReader,
  MailsController,
  UnsubscribeController,
} from '@tq/reports/server';
import { FOLD_VERSION, Rebuilds, RebuildsController } from '@tq/replays/server';
import {
  Changes,
  FreshnessReader,
  LiveReadings,
  LOG_ENDS,
  PastSnapshots,
  READINGS_URL,
  RECOMMEND,
  RememberedPriors,
  RuleSetLedger,
  RuleSets,
  RuleSetsController,
  Snapshots,
  TutorHistory,
  Comparisons,
  TutorLists,
  TutorPast,
  TutorPastController,
  TutorsController,
  WhatIf,
} from '@tq/scores/server';
import {
  DeadLetterDesk,
  DeadLetterReader,
  DeadLettersController,
  DECISION_LOG,
  DecisionRelay,
  Excuses,
  ExcusesController,
  FactReader,
  FeedReader,
  foldVersion,
  LOGS_BY_TOPIC,
  MAILED_TIMES,
  type MailedTimes,
  SessionReader,
  SessionsController,
} from '@tq/sessions/server';
import { LiveEvents } from './live-events';
import { OPENAPI, OpenApiController } from './openapi.controller';
import { OverviewController } from './overview.controller';
import type { Parts } from './parts';
import { SchemasController } from './schemas.controller';
import { ServiceProbe } from './service-probe';
import { SystemController } from './system.controller';
import { SystemReader } from './system-reader';
import { TutorController } from './tutor.controller';

const PARTS = Symbol('parts of the gateway');

/** The console's and other programs' door: reads, commands, server-sent events. */
@Module({})
export class GatewayModule implements OnModuleInit, OnApplicationShutdown {
  static with(parts: Parts): DynamicModule {
    const { settings, database } = parts;
    return {
      module: GatewayModule,
      imports: [
        LiveModule,
        AccessModule.with({
          pool: database.pool,
          environmentTokens: settings.GATEWAY_API_TOKENS,
          home: settings.TQ_HOME,
        }),
      ],
      // Fixed addresses first: `tutors.csv` is no tutor.
      controllers: [
        OverviewController,
        TutorsController,
        SessionsController,
        ExcusesController,
        DeadLettersController,
        TutorController,
        TutorPastController,
        RuleSetsController,
        MailsController,
        UnsubscribeController,
        SystemController,
        RebuildsController,
        OpenApiController,
        SchemasController,
      ],
      providers: [
        { provide: PARTS, useValue: parts },
        { provide: ReadDatabase, useValue: database },
        { provide: READINGS_URL, useValue: settings.DATABASE_URL },
        { provide: LOG_ENDS, useValue: parts.endOffsets },
        { provide: DECISION_LOG, useValue: parts.decisionLog },
        { provide: LOGS_BY_TOPIC, useValue: parts.logsByTopic },
        { provide: RECOMMEND, useValue: recommendationFor },
        { provide: MAIL_MAX_PER_HOUR, useValue: settings.MAIL_MAX_PER_HOUR },
        {
          provide: ServiceProbe,
          useValue: new ServiceProbe(
            parts.services,
            settings.EVENTSTORE_URL === undefined ? {} : { EventStoreDB: () => parts.eventStore.trouble() },
          ),
        },
        { provide: RuleSetLedger, useValue: new RuleSetLedger(parts.eventStore, database.pool) },
        { provide: OPENAPI, useValue: parts.openApi },
        {
          provide: MAILED_TIMES,
          inject: [MailReader],
          useFactory:
            (mails: MailReader): MailedTimes =>
            (sessions) =>
              mails.mailedTimes(sessions),
        },
        ...[
          LiveReadings,
          RememberedPriors,
          PastSnapshots,
          Snapshots,
          TutorLists,
          Comparisons,
          TutorHistory,
          TutorPast,
          Changes,
          FreshnessReader,
          RuleSets,
          WhatIf,
        ],
        ...[SessionReader, FactReader, FeedReader, Excuses, DecisionRelay, DeadLetterReader, DeadLetterDesk],
        { provide: FOLD_VERSION, useValue: foldVersion },
        Rebuilds,
        ...[MailReader, MailPolicies, SystemReader, LiveEvents],
      ],
    };
  }

  constructor(
    @Inject(PARTS) private readonly parts: Parts,
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LiveReadings) private readonly readings: LiveReadings,
  ) {}

  onModuleInit(): void {
    const { pool } = this.parts.database;
    this.health.add('ready', 'database', () =>
      pool.query('SELECT 1').then(
        () => null,
        () => 'Postgres is not reachable.',
      ),
    );
    this.metrics.gauge(
      'gateway_readings_age_seconds',
      'Seconds since scoring last refreshed the readings that lists are answered from; -1: none yet.',
      [],
      () => (this.readings.isLoaded ? (Date.now() - this.readings.current.state.refreshedAt) / 1000 : -1),
    );
    this.metrics.gauge('gateway_tutors', 'Tutors in the readings that lists are answered from.', [], () =>
      this.readings.isLoaded ? this.readings.current.snapshot.items.length : 0,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parts.close();
  }
}
