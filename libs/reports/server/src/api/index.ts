export * from './mail-api.dto';
export { MailPolicies } from './mail-policies';
export { MAIL_MAX_PER_HOUR, MailReader } from './mail-reader';
export { MailsController } from './mails.controller';
export { UnsubscribeController } from './unsubscribe.controller';
