import { constants, setPriority } from 'node:os';
import { runService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import { NotificationModule } from '@tq/reports/server';

// Rendering a burst of mails takes a core for a while: whoever waits for a page goes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

runService(() => ({
  name: 'notification',
  module: NotificationModule,
  settings: readSettings(),
  port: 'NOTIFICATION_PORT',
}));
