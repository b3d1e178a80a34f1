import { Logger } from '@nestjs/common';
import { startService } from '@tq/platform/http';
import { readSettings, type Settings } from '@tq/platform/settings';
import { foldRestored } from './fold-restored';
import { makeParts, type Log } from './parts';
import { exitCodes, rebuild } from './rebuild';
import { RebuildRunner } from './rebuild-runner';
import { ScoringModule } from './scoring.module';

const logger = new Logger('scoring');
const log: Log = (level, message, details) => {
  const method = level === 'info' ? 'log' : level;
  if (details) logger[method](details, message);
  else logger[method](message);
};

async function run(): Promise<void> {
  const settings = readSettings();
  const options = process.argv.slice(2);
  if (options.includes('--rebuild')) process.exit(await rebuildHere(settings, options));
  if (options.includes('--restored')) {
    await foldRestored(settings, (folded, total) => process.stdout.write(`${JSON.stringify({ folded, total })}\n`));
    process.exit(0);
  }
  let runner: RebuildRunner | undefined;
  for (;;) {
    const parts = await makeParts(settings, log, (error) => {
      log('error', 'the consumer ended', { err: error });
      process.exit(1);
    });
    const beginning = parts.foldBacklog();
    const service = await startService({
      name: 'scoring',
      module: ScoringModule.with(parts),
      settings,
      port: 'SCORING_PORT',
    });
    service.app.connectMicroservice({ strategy: parts.batchServer });
    if (!(await beginning)) return;
    await service.app.startAllMicroservices();
    runner ??= new RebuildRunner(settings, log);
    // Another version is the active one: what was made for the old one ends in good order, and all is made anew for it.
    const schema = await parts.replaced;
    log('info', 'another version of the projection is the active one', { schema });
    await service.stop();
  }
}

/** Whoever started this process is gone: another will be started, and two would only wait for each other. */
function rebuildHere(settings: Settings, options: readonly string[]): Promise<number> {
  const orphaned = (): void => process.exit(exitCodes.again);
  if (process.send) {
    if (!process.connected) orphaned();
    process.once('disconnect', orphaned);
  }
  return rebuild(settings, log, {
    alone: options.includes('--alone'),
    endsWhereDifferent: options.includes('--ends'),
  });
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
