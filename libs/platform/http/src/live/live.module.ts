import { Global, Module } from '@nestjs/common';
import { LiveHub } from './live-hub';
import { StreamController } from './stream.controller';

/** `GET /api/stream`, and the hub that others tell what changed. */
@Global()
@Module({ controllers: [StreamController], providers: [LiveHub], exports: [LiveHub] })
export class LiveModule {}
