import { Component, computed, input } from '@angular/core';
import { percent, percentRange } from '../state/format';

/** Half the scale is enough for almost every tutor, and doubles what can be told apart; beyond it the bar is cut. */
const top = 0.6;

/** Where the true rate likely lies: a band for the interval, a mark for the rate, a line for the limit. */
@Component({
  selector: 'tq-interval',
  template: `@if (interval(); as range) {
      <svg viewBox="0 0 100 14" width="100" height="14" role="img" [attr.aria-label]="name()">
        <rect class="track" x="0" y="5" width="100" height="4" rx="2" />
        <rect class="band" [attr.x]="x(range[0] ?? 0)" y="3.5" [attr.width]="bandWidth()" height="7" rx="3.5" />
        <line class="limit" [attr.x1]="x(limit())" [attr.x2]="x(limit())" y1="0" y2="14" />
        @if (rate() !== null) {
          <circle class="mark" [attr.cx]="x(rate() ?? 0)" cy="7" r="3.4" />
        }
      </svg>
      <span class="range num" aria-hidden="true">{{ words() }}</span>
    } @else {
      <span class="muted">–</span>
    }`,
  styles: `
    :host {
      display: inline-grid;
      gap: 1px;
    }
    .track {
      fill: var(--sunken);
    }
    .band {
      fill: var(--series-soft);
    }
    .mark {
      fill: var(--series);
      stroke: var(--surface);
      stroke-width: 1.2;
    }
    .limit {
      stroke: var(--limit);
      stroke-width: 1.4;
    }
    .range {
      color: var(--muted);
      font-size: 0.6875rem;
      line-height: 1.2;
    }
  `,
})
export class IntervalBar {
  /** 95 % score interval of the true rate, `[low, high]`; null where nothing can be said. */
  readonly interval = input.required<readonly number[] | null>();
  readonly rate = input<number | null>(null);
  readonly limit = input(0.15);
  protected readonly words = computed(() => percentRange(this.interval()));
  protected readonly bandWidth = computed(() => {
    const [low = 0, high = 0] = this.interval() ?? [];
    return Math.max(3, this.x(high) - this.x(low));
  });
  protected readonly name = computed(
    () => `${percent(this.rate())}, likely ${this.words()}; limit ${percent(this.limit())}`,
  );

  protected x(share: number): number {
    return Math.round((Math.min(share, top) / top) * 1000) / 10;
  }
}
