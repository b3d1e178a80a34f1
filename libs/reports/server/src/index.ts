export * from './mail.schema';
export * from './unsubscribe-token';
export * from './api';
