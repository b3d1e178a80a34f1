import { Component } from '@angular/core';
import { ApiTokensPanel } from './api-tokens.panel';
import { IngestKeysPanel } from './ingest-keys.panel';

/** All that opens a door to a program. */
@Component({
  selector: 'tq-keys',
  imports: [ApiTokensPanel, IngestKeysPanel],
  template: `<div class="stack"><tq-ingest-keys /><tq-api-tokens /></div>`,
})
export class KeysPanel {}
