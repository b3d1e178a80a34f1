import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Health } from './health';
import { Metrics } from './metrics';
import { Public } from './policy';

@ApiExcludeController()
@Public('says only whether the service is well; names neither persons nor secrets')
@Controller()
export class HealthController {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(@Res() response: Response): Promise<void> {
    return this.answer('live', response);
  }

  @Get('health/ready')
  ready(@Res() response: Response): Promise<void> {
    return this.answer('ready', response);
  }

  @Get('metrics')
  @Header('cache-control', 'no-store')
  async metricsText(@Res() response: Response): Promise<void> {
    response.setHeader('content-type', this.metrics.registry.contentType);
    response.end(await this.metrics.registry.metrics());
  }

  private async answer(kind: 'live' | 'ready', response: Response): Promise<void> {
    const report = await this.health.report(kind);
    response.setHeader('cache-control', 'no-store');
    response.status(report.ok ? 200 : 503).json({ status: report.ok ? 'ok' : 'failing', checks: report.checks });
  }
}
