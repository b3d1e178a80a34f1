import { Logger } from '@nestjs/common';
import { startService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import { makeParts, type Log } from './parts';
import { ScoringModule } from './scoring.module';

const logger = new Logger('scoring');
const log: Log = (level, message, details) => {
  const method = level === 'info' ? 'log' : level;
  if (details) logger[method](details, message);
  else logger[method](message);
};

async function run(): Promise<void> {
  const settings = readSettings();
  const parts = await makeParts(settings, log, (error) => {
    log('error', 'the consumer ended', { err: error });
    process.exit(1);
  });
  const { app } = await startService({
    name: 'scoring',
    module: ScoringModule.with(parts),
    settings,
    port: 'SCORING_PORT',
  });
  app.connectMicroservice({ strategy: parts.batchServer });
  await app.startAllMicroservices();
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
