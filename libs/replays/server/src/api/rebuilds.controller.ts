import { Body, Controller, Get, HttpCode, Inject, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, Answers, CurrentPrincipal, type Principal } from '@tq/platform/http';
import { BeginCommand, RebuildItem, RebuildList, SwitchCommand } from './rebuild.dto';
import { Rebuilds } from './rebuilds';

const Id = () => ApiParam({ name: 'id', description: 'Number of the rebuild', schema: { type: 'integer' } });

@ApiTags('rebuilds')
@Controller('api/rebuilds')
export class RebuildsController {
  constructor(@Inject(Rebuilds) private readonly rebuilds: Rebuilds) {}

  @Get()
  @Allow('viewer')
  @Answers('listRebuilds', 'What readers see, and other versions that are or were made from the log', RebuildList)
  list(): Promise<RebuildList> {
    return this.rebuilds.list();
  }

  @Post()
  @Allow('administrator')
  @Answers('beginRebuild', 'Makes another version from the first event, beside the one that readers see', RebuildItem, { created: true, problems: [409] }) // prettier-ignore
  begin(@Body() command: BeginCommand, @CurrentPrincipal() principal: Principal): Promise<RebuildItem> {
    return this.rebuilds.begin(command, principal.name);
  }

  @Post('back')
  @Allow('administrator')
  @Answers('goBack', 'Goes back to the version that readers saw before', RebuildItem, {
    created: true,
    problems: [409],
  })
  back(@CurrentPrincipal() principal: Principal): Promise<RebuildItem> {
    return this.rebuilds.back(principal.name);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Allow('administrator')
  @Id()
  @Answers('pauseRebuild', 'Pauses it; what is folded stays', RebuildItem, { problems: [404, 409] })
  pause(@Param('id', ParseIntPipe) id: number): Promise<RebuildItem> {
    return this.rebuilds.change(id, (desk) => desk.pause(id));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('administrator')
  @Id()
  @Answers('resumeRebuild', 'Goes on with one that is paused or failed', RebuildItem, { problems: [404, 409] })
  resume(@Param('id', ParseIntPipe) id: number): Promise<RebuildItem> {
    return this.rebuilds.change(id, (desk) => desk.resume(id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('administrator')
  @Id()
  @Answers('cancelRebuild', 'Takes the version that was being made away', RebuildItem, { problems: [404, 409] })
  cancel(@Param('id', ParseIntPipe) id: number): Promise<RebuildItem> {
    return this.rebuilds.change(id, (desk) => desk.cancel(id));
  }

  @Post(':id/switch')
  @HttpCode(200)
  @Allow('administrator')
  @Id()
  @Answers('switchRebuild', 'Readers see the new version from then on', RebuildItem, { problems: [404, 409] })
  switch(@Param('id', ParseIntPipe) id: number, @Body() command: SwitchCommand): Promise<RebuildItem> {
    return this.rebuilds.change(id, (desk) => desk.switch(id, command.evenIfDifferent ?? false));
  }
}
