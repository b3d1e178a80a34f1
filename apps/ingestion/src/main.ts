import { runService } from '@tq/platform/http';
import { readSettings } from '@tq/platform/settings';
import { doors, IngestionModule } from './ingestion.module';

runService(() => ({
  name: 'ingestion',
  module: IngestionModule,
  settings: readSettings(),
  port: 'INGESTION_PORT',
  bodyLimit: 'none', // a signature is over the bytes as they came
  originExempt: doors, // no browser bears their credentials on its own
}));
