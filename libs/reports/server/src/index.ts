export * from './api';
export * from './mail.schema';
export { NotificationModule } from './notification.module';
export * from './unsubscribe-token';
