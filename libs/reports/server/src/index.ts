export * from './mail.schema';
export * from './unsubscribe-token';
