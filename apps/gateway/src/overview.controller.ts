import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, Answers } from '@tq/platform/http';
import { AsOfQuery, Changes, FreshnessReader, Overview } from '@tq/scores/server';
import { SessionReader } from '@tq/sessions/server';

@ApiTags('overview')
@Controller('api/overview')
export class OverviewController {
  constructor(
    @Inject(Changes) private readonly changes: Changes,
    @Inject(FreshnessReader) private readonly freshness: FreshnessReader,
    @Inject(SessionReader) private readonly sessions: SessionReader,
  ) {}

  @Get()
  @Allow('viewer')
  @Answers('getOverview', "Counts by risk level, today's sessions, what changed, and how fresh it is", Overview)
  async get(@Query() query: AsOfQuery): Promise<Overview> {
    // What is read after freshness can only hold more than it says.
    const freshness = await this.freshness.now();
    if (Object.values(query).some((value) => value !== undefined))
      return { ...(await this.changes.of(query)), today: null, freshness };
    // With the database away the rest is still the last good data, and freshness says how old.
    const today = await this.sessions.today().catch(() => null);
    return { ...this.changes.today(), today, freshness };
  }
}
