import { runService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import { NotificationModule } from '@tq/reports/server';

runService(() => ({
  name: 'notification',
  module: NotificationModule,
  settings: readSettings(),
  port: 'NOTIFICATION_PORT',
}));
