export * from './fresh-database';
export * from './test-servers';
export { anyFreePort, startBroker, startPostgres, type Broker, type Postgres } from '@tq/platform/local';
export * from './unruly-smtp-server';
export * from './whole-log';
