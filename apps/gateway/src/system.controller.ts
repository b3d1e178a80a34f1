import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import { SystemStatus } from './system.dto';
import { SystemReader } from './system-reader';

@ApiTags('system')
@Controller('api/system')
export class SystemController {
  constructor(@Inject(SystemReader) private readonly system: SystemReader) {}

  @Get()
  @Allow('viewer')
  @Answers(
    'getSystem',
    'How the whole system is: one sentence, then lag, feeds, dead letters, mail, services',
    SystemStatus,
  )
  get(): Promise<SystemStatus> {
    return this.system.status();
  }
}
