import { Component, computed, input } from '@angular/core';
import { LevelBadge, type ReadingItem, unbroken } from '@tq/platform/web';
import { signalName } from './signal-name';

const urgency = { high: 0, watch: 1, unknown: 2, ok: 3 } as const;

/** Why a tutor stands where they stand: each reading with its sentence, and what to do about it. */
@Component({
  selector: 'tq-readings',
  imports: [LevelBadge],
  template: `<ul>
    @for (reading of ordered(); track reading.signal) {
      <li>
        <div class="row">
          <tq-level [level]="reading.level" />
          <h3>{{ nameOf(reading.signal) }}</h3>
        </div>
        <p>{{ unbroken(reading.because) }}</p>
        @if (reading.recommendation) {
          <p class="do"><span class="strong">What to do:</span> {{ reading.recommendation }}</p>
        }
      </li>
    }
  </ul>`,
  styles: `
    ul {
      display: grid;
      gap: 12px;
    }
    li {
      display: grid;
      gap: 5px;
    }
    li + li {
      padding-top: 12px;
      border-top: 1px solid var(--line);
    }
    .do {
      padding: 8px 10px;
      border-inline-start: 3px solid var(--accent-strong);
      border-radius: 0 var(--radius-small) var(--radius-small) 0;
      background: var(--selected);
    }
  `,
})
export class ReadingList {
  readonly readings = input.required<readonly ReadingItem[]>();
  protected readonly ordered = computed(() => [...this.readings()].sort((a, b) => urgency[a.level] - urgency[b.level]));

  protected readonly unbroken = unbroken;
  protected readonly nameOf = signalName;
}
