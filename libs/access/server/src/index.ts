export { AccessModule, type AccessOptions } from './access.module';
export { accessSchema } from './access.schema';
export { readIngestKeys, type ValidIngestKeys } from './ingest-keys';
export { userCommand, type UserAction } from './user-command';
