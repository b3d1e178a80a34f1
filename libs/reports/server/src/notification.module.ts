import { Module } from '@nestjs/common';
import { MailService } from './mail.service';

/** What notification is made of. */
@Module({ providers: [MailService] })
export class NotificationModule {}
